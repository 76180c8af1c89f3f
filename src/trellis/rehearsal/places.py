"""Where people of the demo organization work, and as what."""

from dataclasses import dataclass

ORGANIZATION = "Kestrel Bay Health"
DOMAIN = "kestrelbay.example"


@dataclass(frozen=True)
class Site:
    name: str
    time_zone: str
    share: int  # of every 100 people


@dataclass(frozen=True)
class Department:
    name: str
    head: str
    titles: tuple[str, ...]  # from the newest to the most experienced
    skills: tuple[str, ...]


SITES = (
    Site("Harbour General", "Europe/London", 42),
    Site("St Brannoc’s", "Europe/London", 22),
    Site("Moorside", "Europe/Dublin", 16),
    Site("Lisbon research hub", "Europe/Lisbon", 10),
    Site("Toronto shared services", "America/Toronto", 10),
)

DEPARTMENTS = (
    Department(
        "Critical care",
        "Head of critical care",
        ("Staff nurse", "Senior staff nurse", "Charge nurse", "Advanced nurse practitioner", "Consultant"),
        ("Handover", "Clinical reasoning", "Staying calm under pressure", "Teaching at the bedside"),
    ),
    Department(
        "Emergency",
        "Head of emergency care",
        ("Staff nurse", "Senior staff nurse", "Charge nurse", "Emergency physician", "Consultant"),
        ("Prioritizing", "Difficult conversations", "Leading a shift", "Working across teams"),
    ),
    Department(
        "Paediatrics",
        "Head of paediatrics",
        ("Staff nurse", "Play specialist", "Senior staff nurse", "Specialty doctor", "Consultant"),
        ("Talking with families", "Safeguarding awareness", "Teaching at the bedside", "Handover"),
    ),
    Department(
        "Maternity",
        "Head of midwifery",
        ("Midwife", "Senior midwife", "Specialist midwife", "Matron", "Consultant midwife"),
        ("Talking with families", "Working across teams", "Mentoring others", "Confidence"),
    ),
    Department(
        "Renal",
        "Head of renal services",
        ("Dialysis nurse", "Senior nurse", "Clinical nurse specialist", "Registrar", "Consultant"),
        ("Long-term conditions", "Quality improvement", "Patient education", "Using data"),
    ),
    Department(
        "Therapies",
        "Head of therapies",
        ("Occupational therapist", "Physiotherapist", "Senior therapist", "Clinical lead", "Principal therapist"),
        ("Coaching skills", "Goal setting", "Working across teams", "Presenting"),
    ),
    Department(
        "Research",
        "Head of research",
        ("Research assistant", "Trial coordinator", "Research fellow", "Senior researcher", "Principal investigator"),
        ("Statistics", "Ethics applications", "Writing for publication", "Grant writing"),
    ),
    Department(
        "Digital and data",
        "Head of digital",
        ("Analyst", "Developer", "Senior analyst", "Product lead", "Architect"),
        ("Using data", "Project planning", "Presenting", "Change management"),
    ),
    Department(
        "Finance and people",
        "Head of finance and people",
        ("Officer", "Advisor", "Senior advisor", "Business partner", "Principal"),
        ("Budgeting", "Negotiating", "Change management", "Leading a team"),
    ),
)

SHARED_SKILLS = (
    "Leading a team",
    "Confidence",
    "Asking for feedback",
    "Time management",
    "Career planning",
    "Networking",
    "Difficult conversations",
    "Presenting",
    "Quality improvement",
    "Finding a way through the organization",
)
INTERESTS = (
    "sea swimming",
    "choir",
    "allotment",
    "running",
    "board games",
    "baking",
    "football",
    "cycling",
    "film",
    "knitting",
    "hiking",
    "chess",
    "photography",
    "volunteering",
    "dancing",
    "birdwatching",
    "cooking",
    "reading",
    "climbing",
    "rowing",
    "theatre",
    "astronomy",
)
LANGUAGES = ("pt", "es", "pl", "hi", "ur", "fr", "ar", "yo", "tl", "ro", "de", "it", "zh", "cy", "ga")
ABOUT = (
    "I have worked in {department} for {years} years and still learn something each week.",
    "Came to {site} {years} years ago. Ask me about the first month in a new place.",
    "I moved into {department} from another field and know what it is to start again.",
    "People tell me that I listen well. I also like a plan.",
    "Best shift: one in which everybody got a break. I care about how teams work.",
    "I trained abroad and settled here; happy to talk about that too.",
    "Between {department} and two children I have opinions about time management.",
    "I like to explain things with a pen in my hand.",
)
