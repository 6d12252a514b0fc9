"""What the main job shows of exports: a folder that calls no host, and what is sent there."""

from __future__ import annotations

from pathlib import Path

from pytest_django.fixtures import Settings

from config.accounts.models import User
from config.accounts.roles import Role
from config.demo import exporting, templates
from config.demo.people import Cast
from config.kernel import proposals
from config.notices.models import Notice
from reporting.disclosures.models import DisclosureVersion
from reporting.disclosures.operations.templating import propose_figure_template
from reporting.exports import operations
from reporting.exports.models import Delivery, Destination, ExpectedRun, Schedule
from tests import people
from tests.portfolio import Desk
from tests.reporting.exports.conftest import bring_forward, work


def test_the_sample_subscription_fills_the_sample_folder(
    alice: User, bob: User, published: DisclosureVersion, settings: Settings, tmp_path: Path
) -> None:
    settings.EXPORT_OUTBOX = tmp_path / "outbox"
    people.make_user(Role.OPERATOR, username="operator")
    table = propose_figure_template(
        code=templates.TABLE,
        name_zh="样本",
        name_en="sample",
        indicators=["E-AV-01"],
        columns=templates.COLUMNS,
        effective_from=templates.SINCE,
        by=alice,
        reason="sample",
    )
    proposals.confirm(table, by=bob)
    cast = Cast(alice, alice, alice, bob)
    for _ in range(2):
        exporting.open_folder(cast, screen=Desk())
        exporting.subscribe(cast)
    schedule, row = Schedule.objects.get(), Destination.objects.get()
    assert (row.door, schedule.recipients) == ("folder", [row.code])
    operations.tick()
    coming = ExpectedRun.objects.filter(schedule=schedule).earliest("slot_at")
    assert coming.slot_at.strftime("%H:%M") == "00:30"  # 08:30 in Shanghai
    bring_forward(schedule)
    operations.tick()
    work()
    sent = Delivery.objects.get(destination=row)
    lying = tmp_path / "outbox" / "sample" / sent.file_name
    assert lying.read_bytes() == Path(sent.receipt["path"]).read_bytes()
    assert "项目代码" in lying.read_text("utf-8-sig")
    assert not Notice.objects.exists()
