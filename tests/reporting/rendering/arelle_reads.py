"""Have Arelle read a report package without a network; say as JSON what it found."""

from __future__ import annotations

import json
import sys
from typing import Any

from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions


def main(path: str) -> dict[str, Any]:
    """Return the errors of validation, and every fact with what it is about."""
    options = RuntimeOptions(
        entrypointFile=path,
        packages=[path],
        internetConnectivity="offline",
        validate=True,
        keepOpen=True,
        logFile="logToStructuredMessage",
    )
    with Session() as session:
        session.run(options)
        models = session.get_models()
        return {
            "errors": [str(each) for model in models for each in model.errors],
            "messages": [
                each.get("message") if isinstance(each, dict) else str(each)
                for each in session.get_log_messages()
            ],
            "facts": [
                {
                    "id": fact.id,
                    "concept": fact.qname.localName,
                    "type": fact.concept.typeQname.localName,
                    "value": fact.value,
                    "zh": fact.concept.label(lang="zh-Hans"),
                    "en": fact.concept.label(lang="en"),
                    "unit": None if fact.unit is None else fact.unit.value,
                    "starts": fact.context.startDatetime.isoformat(),
                    "ends": fact.context.endDatetime.isoformat(),
                    "members": {
                        axis.localName: value.typedMember.textValue
                        for axis, value in fact.context.qnameDims.items()
                    },
                }
                for model in models
                for fact in model.facts
            ],
        }


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(main(sys.argv[1]), ensure_ascii=False))
