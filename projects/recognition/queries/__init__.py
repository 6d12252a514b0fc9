"""Questions to recognition: what stands, what must be looked at again, what would change."""

from projects.recognition.queries.rechecks import RECHECK_DAYS as RECHECK_DAYS
from projects.recognition.queries.rechecks import Recheck as Recheck
from projects.recognition.queries.rechecks import RecheckReason as RecheckReason
from projects.recognition.queries.rechecks import recheck_queue as recheck_queue
from projects.recognition.queries.replays import Replayed as Replayed
from projects.recognition.queries.replays import replay as replay
from projects.recognition.queries.risks import grades as grades
from projects.recognition.queries.risks import listings as listings
from projects.recognition.queries.risks import stopped as stopped
from projects.recognition.queries.standing import Evaluation as Evaluation
from projects.recognition.queries.standing import EvidenceElsewhere as EvidenceElsewhere
from projects.recognition.queries.standing import ProjectUnknown as ProjectUnknown
from projects.recognition.queries.standing import criteria_edition as criteria_edition
from projects.recognition.queries.standing import evaluate as evaluate
from projects.recognition.queries.standing import evidence_behind as evidence_behind
from projects.recognition.queries.standing import evidence_of as evidence_of
from projects.recognition.queries.standing import green_project_ids as green_project_ids
from projects.recognition.queries.standing import recognitions_known as recognitions_known
from projects.recognition.queries.standing import standing_recognition as standing_recognition
