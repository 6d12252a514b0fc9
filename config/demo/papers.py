"""Sample papers: one page that says that it is sample data, the same bytes every time."""

from __future__ import annotations


def sample_paper(title: str) -> bytes:
    """Return a PDF of one page with ``title`` (in ASCII) and the words SAMPLE DATA."""
    text = f"BT /F1 16 Tf 60 760 Td (SAMPLE DATA) Tj 0 -30 Td ({title}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
            b" /Resources << /Font << /F1 4 0 R >> >> >>"
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (
        body,
        count,
        rows,
        count,
    ) + b"startxref\n%d\n%%%%EOF\n" % len(body)
