"""What the text is telling of as it goes, sentence by sentence: which meeting, and whose visit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.extraction.chips import Chip
from kg.extraction.context import CENTRAL, Context, home_code, main_zone, place_mention
from kg.extraction.dates import find_dates
from kg.extraction.delegations import party
from kg.extraction.events import SPIRIT, held_events, reported_event
from kg.extraction.pieces import pieces
from kg.extraction.posts import Phrase
from kg.extraction.relations import RuleMatcher, Scene, is_visitor, sentence_chips, sentence_claims
from kg.extraction.sentences import Sentence
from kg.extraction.titles import title_starting, titles
from kg.model import Article, Claim, Mention, Modality
from kg.ontology import group

#: Rule ids of this module, with what they say, for listings.
RULES = {
    "attended.chairs-or-speaks": "谁主持、致辞: who chairs a meeting or speaks at it attends it",
    "visited.with-the-party": "一行先后考察了甲、乙: what one of a visiting party sees, all of it see",
}
#: Who chairs or speaks at a meeting attends it.
IMPLIED = "attended.chairs-or-speaks"
#: Who belongs to the party visits what its other members visit.
PARTY = "visited.with-the-party"
#: A paragraph that begins so tells of something else than the meeting before it.
_ELSEWHERE = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|次日|翌日|会[后前]|此前|又讯|另据|座谈会?[前后]|会议[前后]|[考察调研]{2}(?:途中|期间|中)"
)
_MATTER = re.compile(
    "(?:建设|创建|申报|改革|筹备|创新)(?:工作|和|、|等|情况)|重要讲话|重要指示|时的?重要|工作(?:[。，]|情况)|时(?:强调|指出)"
)
_IN_MEETING = re.compile("会上|会议上|大会上|论坛上|仪式上|座谈会上|推进会上|发布会上|签约仪式上|座谈中|会议期间")
_CONTEST = re.compile("大赛|赛事|参赛|(?:创新|创业|挑战|邀请|技能|分站|总决|揭榜)赛")
_ATTENDED = re.compile("(?:参加|出席|见证)了?(?P<what>[\u4e00-\u9fff]{2}(?:仪式|大会|谈会))")
_ABOUT = re.compile("(?:就|围绕|针对|关于)$")
_WHO_ARE_AT = re.compile("的(?!有|还有|领导)")
_EITHER = re.compile("或(?:出席|参加)")
#: A visit is being told of for this many paragraphs after the last that said where it went.
REACH = 4
#: Of these the subject is what a paragraph goes on to tell of; or who stands near the beginning of its sentence.
OF_TOPICS = frozenset({"designatedAs", "develops", "issued", "cooperatesWith"})
LONGEST_OPENING = 8
#: What a list of persons does together.
OF_LISTS = frozenset({"attended", "visited", "accompanied", "spokeAt"})
_THINGS = ("Company", "ResearchInstitution", "Facility")
#: What may stand right behind the short name of a place that somebody goes to, as the first character of a word.
BEHIND_PLACES = frozenset(
    "考调视参访走指开召进洽出举学并和与及等看检慰督实招期对就的为以专推签现深会座拜观巡旅投创发采两三各地市省县区州"
    "一来去之后时，的境内里上下至交回展了参赴与同务工商"
)


@dataclass(slots=True)
class Visit:
    """One visit: who is on it, by name, and what is said of where they went. ``paragraph`` is the last that tells."""

    paragraph: int
    party: dict[str, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)

    def to_all(self, mentions: Sequence[Mention]) -> Iterable[Claim]:
        """What one of the party visited, for the others of it too."""
        told = {(mentions[c.subject].name, mentions[c.object].name) for c in self.claims}
        for claim in self.claims:
            for name, member in self.party.items():
                key = (name, mentions[claim.object].name)
                if key not in told:
                    told.add(key)
                    yield replace(claim, subject=member, rule=PARTY, confidence=round(claim.confidence * 0.95, 3))


class Teller:
    """Reads an article's sentences in order, and remembers the meeting and the visit that they tell of."""

    def __init__(
        self,
        context: Context,
        sentences: Sequence[Sentence],
        phrases: Sequence[Phrase],
        matcher: RuleMatcher,
        members: Mapping[str, int] | None = None,
    ) -> None:
        self._context = context
        self._matcher = matcher
        self._pieces = pieces(context.article.body, context.mentions, phrases)
        self._home = place_mention(context, home_code(context))
        self._main = main_zone(context)
        self._quoted = {p.person for p in phrases if _is_quoted(context.article.body, p)}
        self._bodies = _bodies_of(context, phrases)
        self._makers = {byline.start for byline in context.article.bylines}
        events = [(m.start, m.end, i) for i, m in enumerate(context.mentions) if m.type == "Event"]
        held = held_events(context.article.body, sentences, events)
        self._held = {i: s for i, s in held.items() if not _is_long_past(context.article, s)}
        self._paragraphs: set[int] = set()
        self._meeting = -1  # the paragraph that takes a meeting up again
        self._topic: int | None = None  # what the paragraph ``_topic_of`` has been telling of
        self._topic_of = -1
        self._waiting: tuple[int, ...] = ()  # persons of a list that goes on in the next sentence
        self._over = 0  # meetings of the paragraphs before this one are over
        self.visits: list[Visit] = [Visit(0, dict(members))] if members else []
        self.refused: list[tuple[Claim, str]] = []  # what the rules claimed and the article speaks against

    def scene(self, sentence: Sentence) -> Scene:
        """What the next sentence may refer to."""
        visit = self._visit(sentence)
        visitors = tuple(visit.party.values()) if visit else ()
        context = self._context
        event = self._event(sentence, visit)
        topic = self._topic if self._topic_of == sentence.paragraph else None
        return Scene(context.article.body, context.mentions, self._home, event, visitors, topic, self._main)

    def chips(self, scene: Scene, sentence: Sentence) -> list[Chip]:
        """A sentence as the rules see it."""
        return sentence_chips(self._matcher, scene, sentence, self._pieces)

    def tell(self, sentence: Sentence) -> list[Claim]:
        """The claims of the next sentence."""
        mentions = self._context.mentions
        visit = self._visit(sentence)
        scene = self.scene(sentence)
        found = sentence_claims(self._matcher, scene, sentence, self._pieces)
        explicit = _explicit_first(found, self._home)
        self.refused += [(claim, "the sentence itself names who") for claim in found if claim not in explicit]
        told = []
        for claim in explicit:
            if against := self._against(claim, visit, scene):
                self.refused.append((claim, against))
                continue
            told.append(claim)
            if is_visitor(claim, mentions) and claim.modality is Modality.ASSERTED:
                visit = self._on_visit(claim, sentence, visit)
        self._take_up_topic(sentence, told)
        told += self._of_those_before(sentence, told)
        listed = self._persons_of_list(sentence)
        self._waiting = (*self._waiting, *listed) if listed and not told else ()
        return told

    def _persons_of_list(self, sentence: Sentence) -> tuple[int, ...]:
        """The persons of a sentence that is only a list of them, to a semicolon: 甲、乙、丙；丁、戊参加会议。"""
        body, mentions = self._context.article.body, self._context.mentions
        if body[sentence.end - 1] != "；":
            return ()
        persons = [
            i for i, m in enumerate(mentions) if sentence.start <= m.start < sentence.end and group(m.type) == "person"
        ]
        return tuple(persons) if persons and mentions[persons[-1]].end == sentence.end - 1 else ()

    def _of_those_before(self, sentence: Sentence, told: Sequence[Claim]) -> list[Claim]:
        """What the last part of a list that semicolons part is said to do, for those of the parts before."""
        if not self._waiting or not told:
            return []
        first = min((c.subject for c in told if c.predicate in OF_LISTS), default=None)
        return [
            replace(claim, subject=person)
            for claim in told
            if claim.predicate in OF_LISTS and claim.subject == first
            for person in self._waiting
        ]

    def _take_up_topic(self, sentence: Sentence, told: Sequence[Claim]) -> None:
        """Remember what a sentence tells of: the subject of what it claims, or who or what it begins with."""
        mentions = self._context.mentions
        of_claims = [c.subject for c in told if c.predicate in OF_TOPICS and c.subject != self._home]
        first = next((i for i, m in enumerate(mentions) if sentence.start <= m.start < sentence.end), None)
        begins = first is not None and mentions[first].start - sentence.start <= LONGEST_OPENING
        if of_claims:
            self._topic, self._topic_of = of_claims[-1], sentence.paragraph
        elif first is not None and begins:
            is_thing = group(mentions[first].type) in ("zone", "place") or mentions[first].type in _THINGS
            self._topic, self._topic_of = (first if is_thing else None), sentence.paragraph
        elif self._topic_of != sentence.paragraph:
            self._topic = None

    def _against(self, claim: Claim, visit: Visit | None, scene: Scene) -> str:
        """What in the article speaks against a claim that a rule makes, in words; ``""`` where nothing does."""
        mentions, body = self._context.mentions, self._context.article.body
        subject, object_ = mentions[claim.subject], mentions[claim.object]
        if subject.start in self._makers:
            return f"{subject.name} is a maker of the article here"
        attends = claim.rule == "attended.attends-meeting"
        if attends and _EITHER.search(body, subject.end, object_.start):
            return f"who of them was at {object_.name}, the text does not say"
        if attends and _WHO_ARE_AT.match(body, object_.end):
            return f"{object_.name} tells which guests are meant"  # 甲，以及参加某会的客商出席
        if group(object_.type) == "event" and claim.subject in self._quoted:
            return f"{subject.name} is quoted for an article, and need not have been at the meeting"
        if group(object_.type) == "event" and body.startswith(SPIRIT, object_.end):
            return f"{object_.name} is what is talked of"
        if claim.predicate == "develops" and _CONTEST.search(body, claim.start, claim.end):
            return f"{object_.name} is what a contest is about"
        another = _ATTENDED.search(body, claim.start, claim.end)
        if claim.rule == "attended.attends-signing" and another and not object_.name.endswith(another["what"]):
            return f"{another['what']} is another meeting than {object_.name}"
        if claim.predicate == "appliesTo" and subject.type == "Programme" and self._is_national(subject):
            return f"{subject.name} is for the whole country"
        if claim.predicate == "issued" and self._is_of_others(claim):
            return f"{object_.name} is of others, and {subject.name} carries it out"
        if claim.predicate == "visited" and _ABOUT.search(body, object_.start - 2, object_.start):
            return f"{object_.name} is what was looked into, not where somebody went"  # 到甲市就乙区发展调研
        if claim.predicate == "visited" and self._goes_on(object_):
            return f"{object_.name} begins a longer name here"
        if claim.predicate == "visited" and self._is_a_matter(claim):
            return f"{object_.name} stands for a matter or a speech, not for where somebody went"
        if claim.predicate == "designatedAs" and subject.context == CENTRAL:
            return f"{subject.name} gives the status"  # 由国务院批准为…
        if claim.rule == "locatedIn.venue-at-home" and claim.subject in self._context.heads:
            return f"the name of {subject.name} says where it is"
        if claim.rule == "accompanied.takes-part" and scene.event is not None:
            return "what is taken part in is the meeting"
        if claim.predicate == "accompanied" and self._joins(claim, visit):
            return f"{subject.name} comes from where {object_.name} does, and is of the party"
        return ""

    def _is_from(self, home: str, place: str) -> bool:
        """Whether a place is the visitor's home or lies in the visitor's city: 袁州区 for one from 宜春."""
        division = self._context.gazetteer.divisions.get(home)
        inside = division is not None and division.level == "city"
        return home == place or (inside and self._context.gazetteer.contains(home, place))

    def _is_at_home(self, host: Mention, visit: Visit | None) -> bool:
        """Whether somebody comes from a place that the visit goes to."""
        contexts = {self._context.mentions[c.object].context for c in visit.claims} if visit else set()
        guests = {self._context.mentions[i].context for i in visit.party.values()} if visit else set()
        return host.context not in guests and any(
            self._context.gazetteer.contains(c, host.context)
            for c in contexts
            if c in self._context.gazetteer.divisions
        )

    def tell_title(self, sentence: Sentence) -> list[Claim]:
        """What the title says of a delegation whose members only the text names."""
        if not self.visits:
            return []
        visit = self.visits[0]
        scene = Scene(self._context.article.body, self._context.mentions, None, None, tuple(visit.party.values()))
        told = sentence_claims(self._matcher, scene, sentence, self._pieces)
        named = {sentence.start <= m.start < sentence.end for m in self._context.mentions if group(m.type) == "person"}
        return [c for c in told if is_visitor(c, self._context.mentions)] if True not in named else []

    def _goes_on(self, place: Mention) -> bool:
        """Whether a place's short name begins the name of something that nobody knows: 湖南 in 来到湖南某某码头."""
        body = self._context.article.body
        short = group(place.type) == "place" and place.end - place.start < len(place.name)
        after = body[place.end : place.end + 1]
        return short and "\u4e00" <= after <= "\u9fff" and after not in BEHIND_PLACES

    def _is_a_matter(self, claim: Claim) -> bool:
        """Whether a place stands for a matter (调研某区建设工作) or for a speech (视察某省重要讲话)."""
        where = self._context.mentions[claim.object]
        after = _MATTER.match(self._context.article.body, where.end)
        return after is not None and group(where.type) in ("place", "zone")

    def _is_of_others(self, claim: Claim) -> bool:
        """Whether a known strategy or status is carried out, not issued, by who is no central body."""
        subject, programme = self._context.mentions[claim.subject], self._context.mentions[claim.object]
        named_after = self._context.mentions[self._context.heads.get(claim.object, claim.object)]
        elsewhere = group(named_after.type) == "place" and group(subject.type) in ("place", "org")
        if programme.type == "Policy" and elsewhere and named_after.context != subject.context:
            return True  # 《贵州省办法》 is not 贵阳市's
        return subject.context != CENTRAL and programme.type == "Programme" and self._is_national(programme)

    def _is_national(self, programme: Mention) -> bool:
        """Whether a programme is a known strategy or a status of the country's."""
        known = self._context.gazetteer.by_name.get(programme.name, ())
        return programme.name.startswith(("国家", "全国")) or any(k.type == "Programme" for k in known)

    def _visit(self, sentence: Sentence) -> Visit | None:
        last = self.visits[-1] if self.visits else None
        near = len(self.visits) == 1 or (last is not None and sentence.paragraph - last.paragraph <= REACH)
        return last if near else None  # an article about one visit tells of it to its end

    def _event(self, sentence: Sentence, visit: Visit | None) -> int | None:
        body = self._context.article.body
        if _IN_MEETING.match(body, sentence.start):
            self._meeting = sentence.paragraph
        if self._meeting == sentence.paragraph:  # 会上，… takes the meeting up, however far back
            return reported_event(self._held, self._context.mentions, sentence, reach=sentence.paragraph)
        event = reported_event(self._held, self._context.mentions, sentence)
        if sentence.paragraph not in self._paragraphs:
            self._paragraphs.add(sentence.paragraph)
            if _ELSEWHERE.match(body, sentence.start):
                self._over = sentence.paragraph
        if event is not None and self._held[event].paragraph < self._over:
            return None
        toured = visit is not None and visit.paragraph == sentence.paragraph
        if event is not None and visit and toured and self._held[event].paragraph < visit.paragraph:
            return None  # what is said on a tour is not said at the meeting before it
        return event

    def _on_visit(self, claim: Claim, sentence: Sentence, visit: Visit | None) -> Visit:
        """Take up a visit to somewhere; by somebody new, in a later sentence, it is another visit."""
        who = self._context.mentions[claim.subject].name
        joins = visit and (who in visit.party or (bool(visit.claims) and visit.claims[-1].start == claim.start))
        if visit is None or not joins:
            visit = Visit(sentence.paragraph)
            self.visits.append(visit)
        visit.paragraph = sentence.paragraph
        visit.party.setdefault(who, claim.subject)
        visit.claims.append(claim)
        return visit

    def _are_colleagues(self, host: Mention, guest: Mention) -> bool:
        """Whether one holds a post in the other's body or in a department of it: 科技部 and 科技部农村科技司."""
        pairs = [(a, b) for a in self._bodies.get(host.name, ()) for b in self._bodies.get(guest.name, ())]
        return any(a.startswith(b) or b.startswith(a) for a, b in pairs)

    def _joins(self, claim: Claim, visit: Visit | None) -> bool:
        """Whether who 参加调研 comes from where the visitor does: one of the party, no host, unless the text says
        陪同."""
        host, guest = self._context.mentions[claim.subject], self._context.mentions[claim.object]
        hosted = "陪同" in self._context.article.body[claim.start : claim.end]
        if (
            (hosted and not self._are_colleagues(host, guest))
            or not self._is_from(guest.context, host.context)
            or self._is_at_home(host, visit)
        ):
            return False
        if visit and guest.name in visit.party:
            visit.party.setdefault(host.name, claim.subject)
        return True


def _bodies_of(context: Context, phrases: Sequence[Phrase]) -> dict[str, set[str]]:
    """The bodies in which each person holds a post, by name."""
    found: dict[str, set[str]] = {}
    for phrase in phrases:
        held = (context.mentions[post.body] for post in phrase.posts if post.body is not None)
        bodies = {body.name for body in held if group(body.type) == "org"}
        found.setdefault(context.mentions[phrase.person].name, set()).update(bodies)
    return found


def tell_all(
    context: Context, sentences: Sequence[Sentence], phrases: Sequence[Phrase], matcher: RuleMatcher
) -> list[Claim]:
    """The claims of all sentences by the rules, and what they imply for the rest of a party and for speakers."""
    teller = Teller(context, sentences, phrases, matcher)
    found = [claim for sentence in sentences for claim in teller.tell(sentence)]
    if not teller.visits and (members := party(context, phrases)):  # nobody is said to go: 甲市代表团来我市考察
        teller = Teller(context, sentences, phrases, matcher, members)
        found = [claim for sentence in sentences for claim in teller.tell(sentence)]
    found += [claim for sentence in sentences if sentence.paragraph == 0 for claim in teller.tell_title(sentence)]
    found += [claim for visit in teller.visits for claim in visit.to_all(context.mentions)]
    implied = [
        replace(c, predicate="attended", rule=IMPLIED, confidence=0.8)
        for c in found
        if c.predicate in ("chaired", "spokeAt")
    ]
    return [*found, *implied]


def _is_long_past(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence tells of an earlier year: 2022年4月，全区科技创新大会召开, in an article of 2023."""
    published = (article.published or "")[:4]
    dates = find_dates(article.body[sentence.start : sentence.end], article.published)
    years = {when.iso[:4] for when in dates}
    january = (article.published or "")[5:7] == "01"  # what was held in December is told in January
    return bool(published and years) and max(years) < published and not january


def _is_quoted(text: str, phrase: Phrase) -> bool:
    """Whether somebody holds an office whose words are quoted everywhere: 习近平总书记."""
    quoted = titles().quoted
    return any(post.title in quoted for post in phrase.posts) or title_starting(text, phrase.end) in quoted


def _explicit_first(claims: Sequence[Claim], home: int | None) -> list[Claim]:
    """Without the claims that a rule gives to the home place where the sentence itself names who."""
    named = {(c.predicate, c.object) for c in claims if c.subject != home}
    return [c for c in claims if c.subject != home or (c.predicate, c.object) not in named]
