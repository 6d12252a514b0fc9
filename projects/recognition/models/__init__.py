"""The tables of recognition."""

from projects.recognition.models.criteria import CriteriaEdition as CriteriaEdition
from projects.recognition.models.evidence import Evidence as Evidence
from projects.recognition.models.recognitions import Recognition as Recognition
from projects.recognition.models.recognitions import RecognitionEvidence as RecognitionEvidence
from projects.recognition.models.risks import RiskGrade as RiskGrade
from projects.recognition.models.risks import RiskListing as RiskListing
