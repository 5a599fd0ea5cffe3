package import JSONText
package import SetiaCare
internal import SetiaCore

/// An event for members, as the API tells it.
///
/// | field | what it is |
/// |---|---|
/// | `calledOffAt` | when it was called off; left out where it was not |
/// | `capacity`, `places` | how many places there are, and how many are in which state |
/// | `early` | who may ask before everybody, and from when on: `level` or `segment` |
/// | `id` | its name in addresses |
/// | `isOnline`, `place` | whether `place` is a link or where it is |
/// | `offerHours` | for how many hours a free place is offered to who waits |
/// | `opensAt` | from when on everybody may ask; left out where at once |
/// | `startsAt`, `endsAt` | when it is |
/// | `title`, `text` | what it is called and what is said of it, by language |
package struct GatheringBody: WireBody {
    private let gathering: Gathering
    private let tally: GatheringTally

    /// The body of an event.
    package init(_ gathering: Gathering, _ tally: GatheringTally) {
        self.gathering = gathering
        self.tally = tally
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let at = gathering.cancelledAt { json.member("calledOffAt", at) }
        json.member("capacity", gathering.capacity)
        json.key("early")
        json.list(gathering.early) { window, json in
            json.beginObject()
            json.member("from", window.from)
            switch window.who {
            case .level(let set, let level): json.member("level", "\(set).\(level)")
            case .segment(let key): json.member("segment", key)
            }
            json.endObject()
        }
        json.member("endsAt", gathering.endsAt)
        json.member("id", gathering.key)
        json.key("isOnline")
        json.bool(gathering.place.isOnline)
        json.member("offerHours", gathering.offerHours)
        if let at = gathering.opensAt { json.member("opensAt", at) }
        json.member("place", gathering.place.text)
        json.key("places")
        json.beginObject()
        json.member("available", tally.available(of: gathering.capacity))
        json.member("checkedIn", tally.checkedIn)
        json.member("confirmed", tally.confirmed)
        json.member("held", tally.held)
        json.member("offered", tally.offered)
        json.member("waiting", tally.waiting)
        json.endObject()
        json.member("revision", gathering.revision)
        json.member("startsAt", gathering.startsAt)
        json.key("text")
        write(\.text, to: &json)
        json.key("title")
        write(\.title, to: &json)
        json.endObject()
    }

    private func write(_ part: KeyPath<Gathering.Words, String>, to json: inout JSONWriter) {
        let said = gathering.words.filter { !$0[keyPath: part].isEmpty }
        json.object(said.map { ($0.language, $0[keyPath: part]) }) { $1.string($0) }
    }
}

/// A member's place at an event, as the API tells it.
///
/// | field | what it is |
/// |---|---|
/// | `askedAt`, `confirmedAt`, `checkedInAt` | when she asked, when it became hers, when she was let in |
/// | `before` | how many wait before her, where she waits |
/// | `gathering`, `member` | where, and whose |
/// | `name` | how she is called; in lists of who comes |
/// | `number` | in which order members asked |
/// | `state` | `held`, `confirmed`, `waiting`, `offered`, `lapsed` or `cancelled` |
/// | `until` | until when it is held or offered |
package struct PlaceBody: WireBody {
    private let place: GatheringPlace
    private let before: Int64?
    private let name: String?

    /// The body of a place.
    package init(_ place: GatheringPlace, before: Int64? = nil, name: String? = nil) {
        self.place = place
        self.before = before
        self.name = name
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("askedAt", place.askedAt)
        if place.state == .waiting, let before { json.member("before", before) }
        if let at = place.checkedInAt { json.member("checkedInAt", at) }
        if let at = place.confirmedAt { json.member("confirmedAt", at) }
        json.member("gathering", place.gathering)
        json.member("member", place.member.text)
        if let name { json.member("name", name) }
        json.member("number", place.number)
        json.member("state", place.state.rawValue)
        if let until = place.until { json.member("until", until) }
        json.endObject()
    }
}

/// An event as it is sent: `{"title": {"en": …}, "startsAt": …, "endsAt": …, "place": …, "capacity": …}`, with `text`,
/// `isOnline`, `opensAt`, `early` and `offerHours` where there are some.
///
/// - Parameters:
///   - json: The body.
///   - key: Its name, from the address.
/// - Returns: the event as it is wished.
/// - Throws: all fields that cannot be taken.
package func parseGathering(_ json: JSON, key: String) throws(MalformedBody) -> GatheringWish {
    var reader = BodyReader()
    var wish = GatheringWish(key: key)
    let known = [
        "title", "text", "startsAt", "endsAt", "place", "isOnline", "capacity", "opensAt", "early", "offerHours",
    ]
    if let fields = reader.fields(json, known, of: "an event") {
        let titles = reader.texts(fields, "title")
        let texts = reader.texts(fields, "text")
        var languages = titles.map(\.0)
        for (language, _) in texts where !languages.contains(language) { languages.append(language) }
        wish.words = languages.map { language in
            Gathering.Words(
                language: Key(language),
                title: titles.first { $0.0 == language }?.1 ?? "",
                text: texts.first { $0.0 == language }?.1 ?? ""
            )
        }
        wish.startsAt = reader.instant(fields, "startsAt")
        wish.endsAt = reader.instant(fields, "endsAt")
        let isOnline = fields.has("isOnline") ? reader.bool(fields, "isOnline") ?? false : false
        if let place = reader.text(fields, "place", atMost: 1_000) {
            wish.place = isOnline ? .online(place) : .inPerson(place)
        }
        wish.capacity = reader.number(fields, "capacity", 1...Gathering.mostPlaces, "a whole number of places")
        wish.opensAt = reader.optionalInstant(fields, "opensAt")
        if fields.has("offerHours") {
            wish.offerHours = reader.number(fields, "offerHours", 1...168, "a whole number of hours")
        }
        if fields.has("early"), let windows = reader.list(fields, "early", atMost: 10) {
            for (index, window) in windows.enumerated() {
                if let early = reader.early(window, BodyPlace(outer: "early", index: index)) {
                    wish.early.append(early)
                }
            }
        }
    }
    guard reader.problems.isEmpty else { throw MalformedBody(problems: reader.problems) }
    return wish
}

/// Who is to have a place, as it is sent: `{"member": …}`, with `wait: false` where she will not wait.
///
/// - Throws: all fields that cannot be taken.
package func parsePlaceWish(_ json: JSON) throws(MalformedBody) -> (member: String, mayWait: Bool) {
    var reader = BodyReader()
    var parsed: (String, Bool)?
    if let fields = reader.fields(json, ["member", "wait"], of: "a wish for a place") {
        let member = reader.text(fields, "member")
        let mayWait = fields.has("wait") ? reader.bool(fields, "wait") : true
        if let member, let mayWait { parsed = (member, mayWait) }
    }
    guard reader.problems.isEmpty, let parsed else { throw MalformedBody(problems: reader.problems) }
    return parsed
}

/// What is shown at the door, as it is sent: `{"code": …}`, the number of a card.
///
/// - Throws: all fields that cannot be taken.
package func parseCheckIn(_ json: JSON) throws(MalformedBody) -> String {
    var reader = BodyReader()
    var code: String?
    if let fields = reader.fields(json, ["code"], of: "a check-in") { code = reader.text(fields, "code") }
    guard reader.problems.isEmpty, let code else { throw MalformedBody(problems: reader.problems) }
    return code
}

extension BodyReader {
    /// Texts by language; each may be empty.
    fileprivate mutating func texts(_ fields: Fields, _ name: String) -> [(String, String)] {
        guard fields.has(name) else { return [] }
        guard case .object(let object)? = fields.object[name] else {
            complain(fields.place.field(name), "must be an object of texts by language")
            return []
        }
        return object.members.compactMap { member in
            guard case .string(let text) = member.value else {
                complain("\(fields.place.field(name)).\(member.key)", "must be a text")
                return nil
            }
            return (member.key, text)
        }
    }

    /// One early window: `{"from": …, "level": "status.gold"}` or `{"from": …, "segment": …}`.
    fileprivate mutating func early(_ json: JSON, _ place: BodyPlace) -> Gathering.Early? {
        guard let object = object(json, place) else { return nil }
        let fields = Fields(object: object, place: place)
        for member in object.members where !["from", "level", "segment"].contains(member.key) {
            complain(place.field(member.key), "is not a field of an early window")
        }
        let from = instant(fields, "from")
        let level = optionalText(fields, "level")
        let segment = optionalKey(fields, "segment")
        guard (level == nil) != (segment == nil) else {
            complain(place.field("level"), "either level or segment says who is let in early")
            return nil
        }
        guard let from else { return nil }
        if let segment { return Gathering.Early(who: .segment(segment), from: from) }
        guard let level, let who = Gathering.Early.Who(level: level) else {
            complain(place.field("level"), "must be a level of the programme, such as status.gold")
            return nil
        }
        return Gathering.Early(who: who, from: from)
    }
}

extension Gathering.Early.Who {
    /// A level as people write it, `status.gold`; none for anything else.
    package init?(level text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self = .level(set: Key(parts[0]), level: Key(parts[1]))
    }
}
