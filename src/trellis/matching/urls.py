from django.urls import path

from trellis.matching.circles import urls as circles
from trellis.matching.flash import urls as flash
from trellis.matching.requests import urls as requests
from trellis.matching.rounds import urls as rounds
from trellis.matching.views import board, pairing_by_hand, proposals, ruling, scenarios, studio, weighing

app_name = "matching"
COHORT = "programs/<slug:program>/<slug:cohort>"
urlpatterns = [
    path(f"{COHORT}/match/", studio.studio, name="studio"),
    path(f"{COHORT}/match/run/", studio.run, name="run"),
    path(f"{COHORT}/match/settings/", weighing.settings, name="settings"),
    path(f"{COHORT}/match/how/", weighing.model_card, name="model_card"),
    path(f"{COHORT}/match/scenarios/", scenarios.scenarios, name="scenarios"),
    path(f"{COHORT}/match/scenarios/three/", scenarios.three, name="three"),
    path(f"{COHORT}/match/decisions.csv", scenarios.log, name="decisions"),
    path("match/runs/<int:pk>/", scenarios.proof, name="proof"),
    path("match/runs/<int:pk>/beside/<int:other>/", scenarios.difference, name="difference"),
    path("match/runs/<int:pk>/certificate.json", scenarios.certificate, name="certificate"),
    path("match/runs/<int:pk>/review/", scenarios.review, name="review"),
    path("match/runs/<int:pk>/aside/", scenarios.set_aside, name="set_aside"),
    path("match/runs/<int:pk>/stop/", scenarios.stop, name="stop"),
    path("match/runs/<int:pk>/check/", scenarios.check, name="check"),
    path("match/runs/<int:pk>/repeat/", scenarios.repeat, name="repeat"),
    path("match/runs/<int:pk>/curve/", scenarios.curve, name="curve"),
    path(f"{COHORT}/match/rules/", ruling.rules, name="rules"),
    path(f"{COHORT}/match/rules/except/", ruling.ask_exception, name="ask_exception"),
    path(f"{COHORT}/match/rules/tie/", ruling.add_tie, name="tie"),
    path(f"{COHORT}/match/rules/tie/<int:pk>/remove/", ruling.remove_tie, name="remove_tie"),
    path(f"{COHORT}/match/pick/", ruling.pick, name="pick"),
    path("match/exceptions/<int:pk>/approve/", ruling.approve, name="approve_exception"),
    path("match/exceptions/<int:pk>/refuse/", ruling.refuse, name="refuse_exception"),
    path("match/exceptions/<int:pk>/end/", ruling.end, name="end_exception"),
    path(f"{COHORT}/match/publish/", studio.publish, name="publish"),
    path(f"{COHORT}/match/proposals/", proposals.proposals, name="proposals"),
    path(f"{COHORT}/match/by-hand/", pairing_by_hand.by_hand, name="by_hand"),
    path(f"{COHORT}/wishes/<slug:role>/", pairing_by_hand.wishes, name="wishes"),
    path("match/suggestions/<int:pk>/lock/", board.lock, name="lock"),
    path("match/suggestions/<int:pk>/unlock/", board.unlock, name="unlock"),
    path("match/suggestions/<int:pk>/apart/", board.apart, name="apart"),
    path("match/suggestions/<int:pk>/options/", board.options, name="options"),
    path("match/suggestions/<int:pk>/place/", board.place, name="place"),
    path("match/suggestions/<int:pk>/costs/", board.costs, name="costs"),
    path(f"{COHORT}/match/remark/", board.remark, name="remark"),
    path(f"{COHORT}/match/approve/", board.approve, name="approve"),
    path(f"{COHORT}/match/trail/", board.trail, name="trail"),
    path("match/apart/<int:pk>/allow/", board.allow, name="allow"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/accept/", proposals.accept, name="accept"),
    path("proposals/<int:pk>/decline/", proposals.decline, name="decline"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="withdraw"),
    path("proposals/answer/<str:token>/", proposals.answer, name="answer"),
    *circles.urlpatterns,
    *rounds.urlpatterns,
    *requests.urlpatterns,
    *flash.urlpatterns,
]
