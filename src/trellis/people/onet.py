"""Skills and work styles of the O*NET® database, as a list that an organization may add to its own.

This file includes information from the O*NET 28.2 Database by the U.S. Department of Labor, Employment and
Training Administration (USDOL/ETA). Used under the CC BY 4.0 license
(https://creativecommons.org/licenses/by/4.0/). O*NET® is a trademark of USDOL/ETA. The Trellis project has
modified all or some of this information: it took the names and numbers of elements alone, without their
descriptions and figures. USDOL/ETA has not approved, endorsed, or tested these modifications.
"""

SKILLS = {
    "2.A.1.a": "Reading Comprehension",
    "2.A.1.b": "Active Listening",
    "2.A.1.c": "Writing",
    "2.A.1.d": "Speaking",
    "2.A.1.e": "Mathematics",
    "2.A.1.f": "Science",
    "2.A.2.a": "Critical Thinking",
    "2.A.2.b": "Active Learning",
    "2.A.2.c": "Learning Strategies",
    "2.A.2.d": "Monitoring",
    "2.B.1.a": "Social Perceptiveness",
    "2.B.1.b": "Coordination",
    "2.B.1.c": "Persuasion",
    "2.B.1.d": "Negotiation",
    "2.B.1.e": "Instructing",
    "2.B.1.f": "Service Orientation",
    "2.B.2.i": "Complex Problem Solving",
    "2.B.3.a": "Operations Analysis",
    "2.B.3.b": "Technology Design",
    "2.B.3.c": "Equipment Selection",
    "2.B.3.d": "Installation",
    "2.B.3.e": "Programming",
    "2.B.3.g": "Operations Monitoring",
    "2.B.3.h": "Operation and Control",
    "2.B.3.j": "Equipment Maintenance",
    "2.B.3.k": "Troubleshooting",
    "2.B.3.l": "Repairing",
    "2.B.3.m": "Quality Control Analysis",
    "2.B.4.e": "Judgment and Decision Making",
    "2.B.4.g": "Systems Analysis",
    "2.B.4.h": "Systems Evaluation",
    "2.B.5.a": "Time Management",
    "2.B.5.b": "Management of Financial Resources",
    "2.B.5.c": "Management of Material Resources",
    "2.B.5.d": "Management of Personnel Resources",
}
WORK_STYLES = {
    "1.C.1.a": "Achievement/Effort",
    "1.C.1.b": "Persistence",
    "1.C.1.c": "Initiative",
    "1.C.2.b": "Leadership",
    "1.C.3.a": "Cooperation",
    "1.C.3.b": "Concern for Others",
    "1.C.3.c": "Social Orientation",
    "1.C.4.a": "Self-Control",
    "1.C.4.b": "Stress Tolerance",
    "1.C.4.c": "Adaptability/Flexibility",
    "1.C.5.a": "Dependability",
    "1.C.5.b": "Attention to Detail",
    "1.C.5.c": "Integrity",
    "1.C.6": "Independence",
    "1.C.7.a": "Innovation",
    "1.C.7.b": "Analytical Thinking",
}
ELEMENTS = SKILLS | WORK_STYLES
