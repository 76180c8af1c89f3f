from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from trellis.jobs.actions import enqueue
from trellis.jobs.models import Timer


@csrf_exempt
@transaction.atomic
def write(request: HttpRequest, name: str) -> HttpResponse:
    """One change and the work that follows from it: both or neither."""
    Timer.objects.create(name=f"written {name}", last_at=timezone.now())
    enqueue("crashing.follow", key=name, name=name)
    return HttpResponse(status=201)


@csrf_exempt
def start_counting(request: HttpRequest) -> HttpResponse:
    enqueue("crashing.count", to=int(request.POST["to"]))
    return HttpResponse(status=201)
