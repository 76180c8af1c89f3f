"""The four programs of the demo: what their leaders said, and what they hold themselves to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Design:
    """One program: its preset and public words, its agreed answers, its objectives (measure → statement, target)."""

    name: str
    preset: str
    promise: str
    audience: str
    description: str
    answers: Mapping[str, str]
    said: tuple[Mapping[str, str], ...]  # what single leaders answered
    objectives: tuple[tuple[str, str, float], ...]
    purpose: str = ""
    places: int = 20
    written: Mapping[str, str] = field(default_factory=dict)  # parts of the charter that no answer leads to


FIRST_YEAR = Design(
    name="First Year Forward",
    preset="onboarding",
    promise="Newly qualified people, each with a mentor from another ward.",
    audience="Nurses, midwives and therapists in their first year with us, and anybody with two years or more behind "
    "them who remembers what the first one was like.",
    description="Your first year is the one people remember. A mentor from another ward meets you every two weeks for "
    "three quarters of an hour: somebody to ask what you don’t want to ask your manager, and to notice with you what "
    "you have learned. It says nothing to your manager and promises no promotion.",
    answers={
        "problem": "One in five newly qualified nurses leaves within a year. In exit talks they say that they had "
        "nobody to ask. Pay and rotas matter too, and are worked on elsewhere; this is about not being alone.",
        "people": "Everybody in the first year may join. Mentors have two years behind them, work on another ward and "
        "come because they want to. We go to night staff and to those who trained abroad ourselves, because posters "
        "don’t reach them.",
        "experience": "Wards have always had buddies. It worked where a charge nurse cared and faded when she moved. "
        "People doubted that talks stayed private.",
        "change": "People who start with us are still here after a year and say that they can ask for help. Mentors "
        "say they got better at listening. If after two cohorts nothing has moved, we stop.",
        "strategy": "Keeping people is the first aim of our five-year plan. One nurse who stays saves more than the "
        "program costs in a year.",
    },
    said=(
        {
            "problem": "We lose people in month seven to nine, after the formal support ends.",
            "change": "A year’s retention of 88% instead of 81%. And I want to hear it in the corridor.",
        },
        {
            "problem": "They cope alone until they can’t. The good ones too.",
            "experience": "The buddy scheme of 2019 died because nobody was in charge of it.",
        },
        {
            "people": "Don’t forget the night shift. Don’t pair anybody within one ward.",
            "strategy": "It serves the retention aim and, quietly, the culture we say we want.",
        },
    ),
    objectives=(
        ("pairs_matched", "30 pairs matched by the start", 30),
        ("agreements_signed", "9 of 10 pairs agree within a month", 90),
        ("first_meeting_on_time", "8 of 10 pairs meet within two weeks", 80),
        ("meetings_held_per_pair", "9 meetings for each pair by now", 9),
        ("goals_set", "Every pair works on a goal", 100),
    ),
    purpose="So that nobody has to cope alone in their first year, and those who begin with us stay.",
    places=30,
    written={
        "budget": "An hour and a half a month for each side, in working time. A day a week of coordination. 2,000 for "
        "the kickoff, the closing and cake.",
        "risks": "Rotas eat the meetings: ward managers know the hours, and the board shows who hasn’t met. Talks get "
        "out: the rule stands in every agreement. Too few mentors: mentees wait rather than share one among three.",
    },
)

WARD_LEADERS = Design(
    name="Ward Leaders",
    preset="career",
    promise="People about to lead, beside people who do.",
    audience="Senior staff who run a shift or a small team, and leaders two steps further who are not in their line.",
    description="A year with somebody who leads elsewhere in the organization. You bring the situations, your mentor "
    "brings questions and a few scars. One hour a month, and a day of shadowing if you like.",
    answers={
        "problem": "We fill leading posts from outside because our own people don’t feel ready, and then they leave.",
        "people": "Thirty people a year who are about to lead. Mentors lead elsewhere. Nobody within one line.",
        "experience": "Our courses are liked and change little. What people remember is the one leader who took time.",
        "change": "Half of the leading posts filled from inside in two years, in every group of staff alike.",
        "strategy": "Succession is a risk on our register; this is its answer.",
    },
    said=(
        {
            "problem": "We promote good clinicians and leave them alone with a budget.",
            "change": "Fewer surprises.",
        },
        {"people": "Look at who never applies for courses. That is whom I would like to see."},
    ),
    objectives=(
        ("pairs_matched", "24 pairs matched by the start", 24),
        ("meetings_held_per_pair", "9 meetings for each pair in the year", 9),
    ),
    purpose="So that leading posts go to our own people, and they feel ready for them.",
    places=24,
    written={
        "budget": "An hour a month for each side, half a day a week of coordination.",
        "risks": "It turns into a promise of promotion: the public page says that it isn’t one.",
    },
)

RESEARCH = Design(
    name="Research Mentors",
    preset="research",
    promise="A second opinion beside your supervisor’s, for a year.",
    audience="Research assistants, coordinators and fellows; mentors have published and have time to read.",
    description="Your supervisor knows your project. Your mentor knows nothing about it and asks anyway. Together you "
    "write a plan for your own development and look at it every two weeks.",
    answers={
        "problem": "Early researchers depend on one person. When that relation is hard, they go.",
        "people": "All who do research with us, first those without a permanent post.",
        "experience": "The journal club became a mentoring circle by itself. That is what we build on.",
        "change": "More own applications from people in their first five years.",
        "strategy": "The Lisbon hub is to double; we can’t do that by hiring alone.",
    },
    said=({"problem": "People stay silent about supervision until they resign."},),
    objectives=(("mentees_joined", "20 early researchers join", 20), ("mentors_joined", "16 mentors join", 16)),
    purpose="So that early researchers have somebody to ask whom their career doesn’t depend on.",
    written={
        "budget": "An hour every two weeks for each side. Coordination by the research office.",
        "risks": "Supervisors feel watched: they are told first, and nobody is matched within a group.",
    },
)

RETURNING = Design(
    name="Returning Together",
    preset="peer",
    promise="Two people coming back from leave, side by side.",
    audience="People who return after parental leave, illness or care for somebody.",
    description="Coming back is a change of job without a new desk. Two people who are in it together meet every two "
    "weeks and compare notes.",
    answers={},
    said=(
        {
            "problem": "A third of those who come back from leave cut their hours again within half a year.",
            "people": "Parents, but also people after long illness. It must not look like a club for mothers.",
            "experience": "There was a breakfast once. Nobody could come at that hour.",
            "change": "People say that the first three months were planned with them, not around them.",
            "strategy": "Keeping experience. And it is simply decent.",
        },
        {
            "problem": "Managers mean well and don’t know what to offer.",
            "change": "Return talks that happen. I would measure that.",
        },
    ),
    objectives=(),
)

CIRCLES = Design(
    name="Leading Together",
    preset="circle",
    promise="Six people who begin to lead, around one table, with somebody who has done it.",
    audience="People who lead a shift, a project or a small team for the first time. Those who lead a circle have done "
    "it for five years and like to listen.",
    description="You meet every three weeks for an hour and a half. Each time two of you bring a situation, the others "
    "ask before they advise. What is said in the circle stays there.",
    answers={
        "problem": "New leads learn alone and by mistake. The course comes half a year too late.",
        "people": "Everybody in their first two years of leading. Nobody beside their own manager.",
        "experience": "The night managers have met like this for years, without a name for it.",
        "change": "People in the circles stay in their posts and ask for help earlier.",
        "strategy": "We want to fill half of our leading posts from inside.",
    },
    said=({"people": "Mix the sites. They know their own corridor already."},),
    objectives=(("mentees_joined", "12 people join a circle", 12),),
)

RESEARCH_BRIDGE = Design(
    name="Research Bridge",
    preset="research",
    promise="Choose somebody who has done the research you would like to do.",
    audience="Clinical people who would like to begin a study, and those who have done one.",
    description="You look for a mentor yourself: the list says who can help with what you want to learn, and why. Ask "
    "up to three at once; they have a week to answer.",
    answers={},
    said=(),
    objectives=(),
)

THIRTY_MINUTES = Design(
    name="Thirty Minutes",
    preset="flash",
    promise="One conversation for one question, booked when you need it.",
    audience="Everybody who has a question that somebody here has answered for themselves.",
    description="Mentors offer half hours. Book one, write your question in a sentence, and talk.",
    answers={},
    said=(),
    objectives=(),
)
