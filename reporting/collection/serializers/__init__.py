"""What the collection says and takes over HTTP."""

from reporting.collection.serializers.answers import BoardRowSerializer as BoardRowSerializer
from reporting.collection.serializers.answers import (
    OperationalFootprintSerializer as OperationalFootprintSerializer,
)
from reporting.collection.serializers.answers import (
    OperationalLineSerializer as OperationalLineSerializer,
)
from reporting.collection.serializers.answers import RowRefSerializer as RowRefSerializer
from reporting.collection.serializers.answers import UsedFactorSerializer as UsedFactorSerializer
from reporting.collection.serializers.answers import WarningSerializer as WarningSerializer
from reporting.collection.serializers.records import AnswerSerializer as AnswerSerializer
from reporting.collection.serializers.records import AnswersFileSerializer as AnswersFileSerializer
from reporting.collection.serializers.records import (
    CarryForwardSerializer as CarryForwardSerializer,
)
from reporting.collection.serializers.records import (
    CollectedEntrySerializer as CollectedEntrySerializer,
)
from reporting.collection.serializers.records import (
    CollectionEvidenceSerializer as CollectionEvidenceSerializer,
)
from reporting.collection.serializers.records import (
    CollectionPeriodSerializer as CollectionPeriodSerializer,
)
from reporting.collection.serializers.records import (
    CollectionReminderSerializer as CollectionReminderSerializer,
)
from reporting.collection.serializers.records import (
    CollectionTaskSerializer as CollectionTaskSerializer,
)
from reporting.collection.serializers.records import EntryDraftSerializer as EntryDraftSerializer
from reporting.collection.serializers.records import (
    EvidenceFileSerializer as EvidenceFileSerializer,
)
from reporting.collection.serializers.records import (
    LibraryAskedSerializer as LibraryAskedSerializer,
)
from reporting.collection.serializers.records import NewTaskSerializer as NewTaskSerializer
from reporting.collection.serializers.records import NewTermsSerializer as NewTermsSerializer
from reporting.collection.serializers.records import OpenPeriodSerializer as OpenPeriodSerializer
from reporting.collection.serializers.records import ReasonGivenSerializer as ReasonGivenSerializer
from reporting.collection.serializers.records import TaskCommentSerializer as TaskCommentSerializer
from reporting.collection.serializers.records import TaskTermsSerializer as TaskTermsSerializer
