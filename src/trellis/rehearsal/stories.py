"""What pairs of the demo write: visions, goals with steps, agendas, notes and messages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GoalStory:
    title: str
    measure: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """One mentee's year: why, where to, and what they work on."""

    purpose: str
    destination: str
    needs: tuple[tuple[str, int, int], ...]  # what it takes, how much there was, how much is needed
    goals: tuple[GoalStory, ...]
    topics: tuple[str, ...]


STORIES = (
    Story(
        "So that I end my first year sure of myself on a busy ward, and know whether critical care is for me.",
        "I lead the handover for my bay, I ask for help early, and I know which way I want to go next.",
        (
            ("Giving a clear handover", 2, 5),
            ("Giving intravenous medicines", 1, 4),
            ("Knowing how critical care works", 1, 3),
            ("Speaking up when a patient worsens", 2, 4),
            ("Planning a shift for four patients", 3, 4),
            ("Talking with families in bad moments", 4, 4),
        ),
        (
            GoalStory(
                "Lead the handover for my bay without prompts",
                "Three late handovers in a row without a correction",
                (
                    "Watch two handovers and write down the order",
                    "Lead one with my mentor beside me",
                    "Lead three late handovers alone",
                    "Ask the charge nurse what she noticed",
                ),
            ),
            GoalStory(
                "Be signed off for intravenous medicines",
                "Signed off by the practice educator",
                (
                    "Finish the online part",
                    "Watch five infusions",
                    "Two supervised infusions",
                    "Three more on another ward",
                    "Book the sign-off",
                ),
            ),
            GoalStory(
                "Find out what critical care is really like",
                "Two shadow shifts and a page of notes",
                ("Pick a shift to shadow", "Shadow a night", "Talk with somebody who left critical care"),
            ),
        ),
        ("How the handover went", "A difficult family", "What to learn next", "Rest between shifts", "Saying no"),
    ),
    Story(
        "So that I find my feet here after moving across the country.",
        "People come to me with questions about our clinic, and I have two colleagues I can ring.",
        (
            ("Knowing who does what", 1, 4),
            ("Speaking up in meetings", 2, 4),
            ("Asking for help", 3, 5),
        ),
        (
            GoalStory(
                "Know who does what in our service",
                "I can name the right person for ten common problems",
                ("Draw the map of teams", "Have coffee with three people", "Ask one favor", "Offer one"),
            ),
            GoalStory(
                "Speak up in the weekly meeting",
                "One contribution a week for two months",
                ("Prepare one question", "Ask it", "Bring a case"),
            ),
        ),
        ("The first weeks", "Whom to ask", "Meetings where I stay silent", "Settling in town"),
    ),
    Story(
        "Because I want to try leading before I am asked to lead.",
        "I have run one small improvement from idea to result, with others.",
        (
            ("Innovation and improvement", 2, 4),
            ("Giving feedback", 2, 4),
            ("Influencing without authority", 1, 3),
        ),
        (
            GoalStory(
                "Run a small improvement on our ward",
                "Waiting time measured before and after",
                ("Choose one thing that annoys patients", "Measure it for two weeks", "Try a change", "Measure again"),
            ),
            GoalStory(
                "Give feedback that people can use",
                "Two colleagues say it helped",
                ("Learn one way to say it", "Practice with my mentor", "Do it once", "Ask how it landed"),
            ),
        ),
        ("Choosing a problem", "Getting others along", "When a colleague resists", "Numbers that convince"),
    ),
    Story(
        "So that research becomes a part of my job, not only of my evenings.",
        "I have written one application and know how ethics approval works.",
        (
            ("Writing for an ethics committee", 1, 4),
            ("Presenting to a room", 2, 4),
            ("Research methods", 2, 3),
        ),
        (
            GoalStory(
                "Write an ethics application",
                "Submitted to the committee",
                ("Read two approved ones", "Write the plain summary", "Have it read", "Submit it"),
            ),
            GoalStory(
                "Present our data to people who are not researchers",
                "One talk at the site meeting",
                ("Pick three numbers", "Make two slides", "Practice aloud"),
            ),
        ),
        ("A first research question", "Time for writing", "Talking about numbers", "What reviewers want"),
    ),
    Story(
        "So that I come back from leave with a plan and not only with good will.",
        "I work four days, do them well, and know what I want in two years.",
        (
            ("Setting boundaries", 2, 4),
            ("Making decisions", 2, 4),
            ("Talking with my manager about hours", 1, 3),
        ),
        (
            GoalStory(
                "Agree on hours that hold",
                "Three months without swapping a free day",
                ("List what must be done by me", "Talk with my manager", "Try the plan for a month"),
            ),
            GoalStory(
                "Decide between specialist and leadership",
                "A page with the reasons for and against",
                ("Talk with one of each", "Shadow a specialist clinic", "Write the page", "Tell my manager"),
            ),
        ),
        ("Coming back", "What changed while I was away", "Two paths", "Asking for what I need"),
    ),
)

BETWEEN = (
    "Messages here, answered within three days. No calls on days off.",
    "A short message when something comes up; we keep the rest for the meeting.",
    "Either of us may ring on weekdays until six.",
)
SHARED_NOTES = (
    "We agreed: one question at a time, and the answer need not come today.",
    "Looked at the handover sheet together. Next time I bring one of mine.",
    "Three people to talk with before the summer; I write to the first one this week.",
    "What went well: I asked before I was stuck. What next: ask sooner.",
    "Read the piece on feedback. The part on timing is the one I needed.",
)
PRIVATE_NOTES = (
    "I was more nervous than I showed. It helped that she told me about her own first year.",
    "Ask next time whether I may bring up the rota, or better wait.",
    "I notice that I give advice too quickly. Count to five.",
)
MESSAGES = (
    ("mentee", "Thank you for yesterday. I tried it in the late handover and nobody noticed that I was reading."),
    ("mentor", "That is the best sign there is. What would you change next time?"),
    ("mentee", "Start with the patient I worry about most, not with bed one."),
    ("mentor", "Good. Bring it to our next meeting, I would like to hear how it felt."),
)
THANKS = (
    "You asked questions until I had my own answer. Thank you for every one of them.",
    "I came for advice and got somebody who believed that I would find it. That was better.",
    "Thank you for telling me about your own first year.",
)
PLACES = ("Library café", "Meeting room 2, third floor", "The bench by the harbor", "Staff room, west wing")

HELP = (
    "My mentor is kind, and I still leave every time with nothing to do. Could somebody help me say so?",
    "Thank you for saying it. You are not the first. Shall we think about the first sentence together, on Thursday?",
    "Thursday is good, after my shift. I’d like to keep the mentor, if that is possible.",
)

LOOKS = (
    {
        "expected": "That somebody would tell me when I talk too much. It happened once, kindly.",
        "goals": "The first one moves. I am not sure about the last.",
        "rhythm": "It suits me. Mornings are better than evenings.",
        "change": "I ask more and say less.",
    },
    {
        "expected": "To feel less alone with hard days. Most of it came true.",
        "goals": "The first is nearly there; the second needs a smaller step.",
        "rhythm": "Good as it is. I would like to walk while we talk.",
        "change": "I send what I want to talk about a day before.",
    },
)
AGREED = "We walk while we talk, and the topic is there a day before."
