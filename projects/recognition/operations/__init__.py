"""The acts of recognition."""

from projects.recognition.operations.criteria import propose_criteria as propose_criteria
from projects.recognition.operations.criteria import (
    propose_shipped_criteria as propose_shipped_criteria,
)
from projects.recognition.operations.evidence import add_evidence as add_evidence
from projects.recognition.operations.recognitions import propose_recognition as propose_recognition
from projects.recognition.operations.risks import propose_risk_grade as propose_risk_grade
from projects.recognition.operations.risks import propose_risk_listing as propose_risk_listing
