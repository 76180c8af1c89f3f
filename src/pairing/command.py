"""The command `pairing`: a plan for a spreadsheet, checked before it is written, and questions about it."""

import argparse
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from pairing import answers, folder
from pairing.folder import Inputs, Kept, Occupied
from pairing.problem import ProblemError, Progress, Result
from pairing.search import Budget
from pairing.solve import solve
from pairing.verify import verify

DONE, UNPROVEN, WRONG = 0, 1, 2
EXIT_CODES = "exit codes: 0 done and proven; 1 not proven, broken, or refused; 2 the question or a file is wrong"
BAR = 30


def main(arguments: list[str] | None = None) -> int:
    """Do what is asked, and say how it went by the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old terminal does not know every letter
    options = _options(arguments)
    verbs: dict[str, Callable[[argparse.Namespace], int]] = {"match": _match, "verify": _verify, "explain": _explain}
    try:
        return verbs[options.verb](options)
    except ProblemError as error:
        _complain(str(error))
        return WRONG
    except OSError as error:
        _complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        return WRONG
    except Occupied as error:
        _complain(str(error))
        return UNPROVEN
    except KeyboardInterrupt:
        _complain("Stopped. Nothing was written.")
        return UNPROVEN


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pairing", description="Match mentees with mentors.", epilog=EXIT_CODES)
    verbs = parser.add_subparsers(dest="verb", required=True)
    match = verbs.add_parser("match", help="make a plan and check it", epilog=EXIT_CODES)
    match.add_argument("people", type=Path, help="CSV or XLSX, one person a row")
    match.add_argument("--rules", type=Path, help="JSON: hard rules, locks, weights and threshold")
    match.add_argument(
        "--objective",
        choices=("lex", "cardinality", "sum"),
        default="lex",
        help="lex: most people, then the best worst pair, then the total; cardinality: most people, then the total;"
        " sum: the total alone",
    )
    match.add_argument("--out", type=Path, default=Path("plan"), help="the folder for the plan")
    match.add_argument("--seed", type=int, default=0, help="decides between plans of equal worth")
    match.add_argument("--seconds", type=_seconds, help="then take the best plan so far, and say how far it may be off")
    match.add_argument("--dump-scores", type=Path, help="all scores as a table for NumPy")
    check = verbs.add_parser("verify", help="check a plan against its files", epilog=EXIT_CODES)
    check.add_argument("plan", type=Path)
    explain = verbs.add_parser("explain", help="why this pair, why not, why nobody", epilog=EXIT_CODES)
    explain.add_argument("plan", type=Path)
    about = explain.add_mutually_exclusive_group(required=True)
    pair = ("MENTEE", "MENTOR")
    about.add_argument("--pair", nargs=2, metavar=pair, help="what speaks for a pair, and what else there is")
    about.add_argument("--why-not", nargs=2, metavar=pair, help="the rule against it, or what everybody would lose")
    about.add_argument("--unmatched", metavar="MENTEE", help="why nobody, and the smallest change that would help")
    about.add_argument("--lock", nargs=2, metavar=pair, help="who pays for a required pair")
    about.add_argument("--trade-off", action="store_true", help="what a better worst pair costs in total")
    options = parser.parse_args(arguments)
    if options.verb == "match" and options.seed < 0:
        parser.error("argument --seed: it should be 0 or more")
    return options


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError("it should be more than 0")
    return value


def _complain(sentence: str) -> None:
    sys.stderr.write(f"pairing: {sentence}\n")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


def _match(options: argparse.Namespace) -> int:
    folder.check_free(options.out)
    inputs = Inputs(options.people, options.rules, options.objective)
    case = inputs.read()
    for notice in case.notices:
        _complain(notice)
    budget = Budget(seconds=options.seconds)
    problem = case.problem
    result = solve(
        problem, case.objective(inputs.aim), seed=options.seed, progress=_progress(sys.stderr), budget=budget
    )
    findings = [finding.sentence for finding in verify(problem, result)]
    folder.write(options.out, inputs, case, result, findings)
    if options.dump_scores:
        folder.dump_scores(options.dump_scores, problem)
    matched = len({mentee for mentee, _ in result.pairs})
    _say(f"{matched} of {len(problem.mentees)} mentees have a mentor.")
    for sentence in answers.below_least(problem, result):
        _say(sentence)
    return _conclude(result, findings)


def _conclude(result: Result, findings: list[str]) -> int:
    for sentence in findings:
        _complain(sentence)
    if not result.proven:
        _complain(f"Another plan may be better by {100 * result.gap:.4f}% at most.")
    if findings or not result.proven:
        return UNPROVEN
    _say("No better set of pairs exists under these rules.")
    return DONE


def _progress(stream: TextIO) -> Progress | None:
    """A bar on a terminal, nothing in a file."""
    if not stream.isatty():
        return None

    def tell(done: int, total: int, what: str) -> None:
        filled = BAR * done // max(1, total)
        stream.write(f"\r{what:>10} [{'█' * filled}{' ' * (BAR - filled)}] {100 * done // max(1, total):3d}%")
        stream.write("\r\033[K" if done >= total else "")
        stream.flush()

    return tell


def _verify(options: argparse.Namespace) -> int:
    kept = folder.load(options.plan)
    result = kept.result
    findings = [*kept.changed, *(finding.sentence for finding in verify(kept.case.problem, result))]
    if not findings and result.bound != result.worth:
        findings = ["The bound in the certificate is not the one that its prices prove."]
    for sentence in findings:
        _complain(sentence)
    if findings:
        return UNPROVEN
    _say(f"{len(result.pairs)} pairs keep every rule, and no better set of pairs exists under these rules.")
    return DONE


def _explain(options: argparse.Namespace) -> int:
    kept = folder.load(options.plan)
    for sentence in kept.changed:
        _complain(sentence)
    for line in _answer(options, kept):
        _say(line)
    return UNPROVEN if kept.changed else DONE


def _answer(options: argparse.Namespace, kept: Kept) -> list[str]:
    asked = answers.Asked(kept.case, kept.result)
    if options.pair:
        return asked.pair(*options.pair)
    if options.why_not:
        return asked.why_not(*options.why_not)
    if options.lock:
        return asked.lock(*options.lock)
    return asked.trade_off() if options.trade_off else asked.unmatched(options.unmatched)


if __name__ == "__main__":
    sys.exit(main())
