"""Near misses: URLs that look like those of one article, and are of two."""

from __future__ import annotations

import random
import string
from urllib.parse import SplitResult

from url_spellings import Change, added, bare, short_video, to_pair

SUBDOMAINS = "blog news de shop docs edition".split()


def parameter(name: str) -> Change:
    """The same page but for one parameter: its number, its case, or that it is there."""

    def change(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
        value = rng.choice(string.ascii_letters) + str(rng.randint(10, 9999))
        others = (str(rng.randint(10, 9999)), value.swapcase(), value + "0")
        one = added(parts, f"{name}={value}").geturl()
        return one, rng.choice((added(parts, f"{name}={rng.choice(others)}").geturl(), parts.geturl()))

    return change


def other_port(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(netloc=f"{parts.netloc}:{rng.choice((8080, 8443, 3000, 81))}")


def other_segment(parts: SplitResult, rng: random.Random) -> SplitResult:
    segments = parts.path.split("/")
    place = rng.choice([i for i, segment in enumerate(segments) if segment])
    segments[place] = rng.choice(
        (segments[place] + "-2", segments[place] + "s", "x" + segments[place], segments[place][:-1] + "q")
    )
    return parts._replace(path="/".join(segments))


def other_case(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(path=rng.choice((parts.path.upper(), parts.path.title(), parts.path.swapcase())))


def one_more(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(path=parts.path.rstrip("/") + rng.choice(("/2", "/comments", "/feed", "/part-2", "/de")))


def other_subdomain(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(netloc=f"{rng.choice(SUBDOMAINS)}.{bare(parts)}")


def other_host(parts: SplitResult, rng: random.Random) -> SplitResult:
    name, _, end = bare(parts).rpartition(".")
    return parts._replace(
        netloc=rng.choice(
            (f"{name}.{'net' if end != 'net' else 'org'}", f"m{name}.{end}", f"amp{name}.{end}", f"{name}s.{end}")
        )
    )


def amp_word(parts: SplitResult, rng: random.Random) -> SplitResult:
    path = parts.path.rstrip("/")
    ends = ("/amplifier", "/camp", "/amps", "-amp", "/amp-up", "/ramp", "/lamp.html", "/amp/settings", "/example")
    return parts._replace(path=path + rng.choice(ends))


def amp_words(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(path=rng.choice(("/amplify", "/camp", "/amp-news", "/AMPS", "/stamp")) + parts.path)


def mobile_word(parts: SplitResult, rng: random.Random) -> SplitResult:
    path = parts.path.rstrip("/")
    return parts._replace(
        path=rng.choice((f"/mobile{path}", f"/m{path}", f"{path}/mobile", f"{path}/m", f"/www{path}"))
    )


def escaped_slash(parts: SplitResult, rng: random.Random) -> SplitResult | None:
    head, _, tail = parts.path.strip("/").rpartition("/")
    return parts._replace(path=f"/{head}%2F{tail}") if head else None


def escaped_ampersand(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
    return added(parts, "q=a&b=c").geturl(), added(parts, "q=a%26b=c").geturl()


def other_video(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
    one, short = short_video(parts, rng)
    return one, short.replace(one[-11:], rng.choice((one[-11:].swapcase(), one[-11:][::-1])))


APART: dict[str, Change] = {
    "?v=": parameter("v"),
    "?id=": parameter("id"),
    "?p=": parameter("p"),
    "?page=": parameter("page"),
    "port": to_pair(other_port),
    "a segment": to_pair(other_segment),
    "case of path": to_pair(other_case),
    "one more segment": to_pair(one_more),
    "subdomain": to_pair(other_subdomain),
    "host": to_pair(other_host),
    "word like AMP": to_pair(amp_word),
    "folder like AMP": to_pair(amp_words),
    "/mobile": to_pair(mobile_word),
    "%2F": to_pair(escaped_slash),
    "%26": escaped_ampersand,
    "video": other_video,
}
