internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// What is said of an event for members, in the language of the page.
struct GatheringWords {
    let visit: Visit
    let brand: BrandView

    init(_ visit: Visit, _ brand: BrandView) {
        self.visit = visit
        self.brand = brand
    }

    /// A moment on the brand's clocks.
    func moment(_ moment: Instant) -> String { visit.wording.moment(moment, in: brand.zone) }

    /// Its title.
    func title(_ gathering: Gathering) -> String { shown(gathering.words(in: visit.language.key).title, upTo: 120) }

    /// From when until when; the end without its day where that is the same.
    func when(_ gathering: Gathering) -> String {
        let (start, end) = (moment(gathering.startsAt), moment(gathering.endsAt))
        let (first, last) = (brand.zone.day(of: gathering.startsAt), brand.zone.day(of: gathering.endsAt))
        let clock = clockText(brand.zone.millisecondsIntoDay(gathering.endsAt) / 60_000)
        return first == last ? "\(start) – \(clock)" : "\(start) – \(end)"
    }

    /// Who may ask from when on, all of it said (rule X-2): "Gold and higher from 1 June, everybody from 3 June".
    func windows(_ gathering: Gathering) -> [String] {
        guard let opens = gathering.opensAt else { return [] }
        let early = gathering.early.sorted { $0.from < $1.from }.map { window in
            visit.texts.say("gather.from", ["who": who(window.who), "when": moment(window.from)])
        }
        return early + [
            visit.texts.say(
                "gather.from",
                ["who": visit.texts.say("gather.everybody"), "when": moment(opens)]
            )
        ]
    }

    /// Who is let in early.
    func who(_ who: Gathering.Early.Who) -> String {
        switch who {
        case .level(let set, let level):
            visit.texts.say("gather.level", ["level": brand.level(level, of: set, visit.language)])
        case .segment(let key):
            brand.programme?.segment(key)?.name.text(in: visit.language.key) ?? key.text
        }
    }

    /// How many places there are for the next who asks, or how many wait.
    func left(_ gathering: Gathering, _ tally: GatheringTally) -> String {
        if gathering.cancelledAt != nil { return visit.texts.say("gather.calledOff") }
        let free = tally.free(of: gathering.capacity)
        if free == 1 { return visit.texts.say("gather.leftOne") }
        if free > 0 { return visit.texts.say("gather.left", ["n": visit.wording.number(free)]) }
        return tally.waiting == 0
            ? visit.texts.say("gather.full")
            : visit.texts.say("gather.fullWaiting", ["n": visit.wording.number(tally.waiting)])
    }

    /// How far a member's place is, with a colour that only adds to the words.
    func badge(_ place: GatheringPlace) -> Fields {
        let state = place.checkedInAt == nil ? place.state.rawValue : "checkedIn"
        let kind =
            switch place.state {
            case .confirmed: "good"
            case .held, .offered: "warn"
            case .waiting: "hue"
            case .lapsed, .cancelled: ""
            }
        return ["text": visit.texts.say("gather.state.\(state)"), "kind": kind]
    }

    /// What is said where something was refused.
    func refusal(_ refusal: GatheringRefusal) throws -> String {
        func no(_ key: String, _ facts: [String: String] = [:]) -> String {
            visit.texts.say("gather.refused.\(key)", facts)
        }
        return switch refusal {
        case .unknownGathering: throw WebFailure.notFound
        case .notActive: no("notActive")
        case .calledOff: no("calledOff")
        case .begun(let at): no("begun", ["when": moment(at)])
        case .notOpen(let until): no("notOpen", ["when": moment(until)])
        case .full: no("full")
        case .noPlace: no("noPlace")
        case .stillWaiting(let before): no("stillWaiting", ["n": visit.wording.number(before)])
        case .holdLapsed(let at): no("holdLapsed", ["when": moment(at)])
        case .offerLapsed(let at): no("offerLapsed", ["when": moment(at)])
        case .checkedIn(let at): no("checkedIn", ["when": moment(at)])
        case .notExpected: no("notExpected")
        case .doorsClosed(let from, let until): no("doorsClosed", ["from": moment(from), "until": moment(until)])
        case .capacityTaken(let taken): no("capacityTaken", ["n": visit.wording.number(taken)])
        }
    }
}
