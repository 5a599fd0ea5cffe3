package import JSONText
package import SetiaCore

/// An event as its sender states it: facts apart from what is personal, and not yet claimed or decided.
package struct ParsedEvent: Sendable, Hashable {
    /// What happened, as rules may know it.
    package let event: Event
    /// The id of the member it is about, where the sender says it; the form of the id is not looked at here.
    package let subject: String?
    /// Another way in which the sender says whom it is about.
    package let identity: ParsedIdentity?
    /// All that was said besides: an unmarked or unknown field is personal.
    ///
    /// Fields of `data` stand by their names. Under `lines` stand the lines of an order that say more than is known of
    /// a line, each with its `index` from 0 and that as its `fields`; under `cloudevent` the attributes that are not
    /// known.
    package let personal: JSONObject

    /// A parsed event.
    package init(event: Event, subject: String?, identity: ParsedIdentity?, personal: JSONObject) {
        self.event = event
        self.subject = subject
        self.identity = identity
        self.personal = personal
    }
}

/// A way in which a sender says who a member is.
package struct ParsedIdentity: Sendable, Hashable {
    /// `email`, `phone`, `card` or `customer`.
    package let kind: String
    /// As it was sent, not folded; 1 to 254 bytes without control characters.
    package let value: String

    /// What it may be.
    package static let kinds = ["email", "phone", "card", "customer"]

    /// An identity.
    package init(kind: String, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// The event that a CloudEvent 1.0 in structured mode states: one object with its attributes and `data`.
///
/// Whether the time lies in the future, and whether member, store, currency and wallet exist, is not asked here.
///
/// - Parameters:
///   - json: The object.
///   - declared: The types of events that the brand has of its own.
///   - ofExport: Whether it is from an export, in which what only Setia says of carts comes along.
/// - Returns: The event.
/// - Throws: all fields that cannot be taken.
package func parseEvent(
    _ json: JSON,
    declared: [EventDeclaration] = [],
    ofExport: Bool = false
) throws(MalformedEvent) -> ParsedEvent {
    guard case .object(let object) = json else {
        throw MalformedEvent(problems: [Malformed(field: "", reason: "an event must be an object")])
    }
    return try parseEvent(object, data: object["data"], declared, ofExport: ofExport)
}

/// The event that a CloudEvent 1.0 in binary mode states: attributes in headers, `data` alone in the body.
///
/// - Parameters:
///   - attributes: The headers `ce-…` by their names without that beginning, in small letters, and the `Content-Type`
///     as `datacontenttype`; values as they came, whose percent-encoding is undone here.
///   - data: The body.
///   - declared: The types of events that the brand has of its own.
/// - Returns: The event, as in structured mode.
/// - Throws: all fields that cannot be taken.
package func parseEvent(
    attributes: [String: String],
    data: JSON,
    declared: [EventDeclaration] = []
) throws(MalformedEvent) -> ParsedEvent {
    var members: [(String, JSON)] = []
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) where name != "data" {
        guard let text = percentDecoded(value) else {
            throw MalformedEvent(problems: [Malformed(field: name, reason: "must be percent-encoded UTF-8")])
        }
        members.append((name, .string(text)))
    }
    return try parseEvent(JSONObject(members), data: data, declared)
}

/// The events of a CloudEvents batch, each for itself: one bad event does not spoil the others.
///
/// - Parameters:
///   - json: The body.
///   - most: How many events there may be.
///   - declared: The types of events that the brand has of its own.
/// - Returns: For each event, in the order of the batch, itself or what is wrong with it; fields are named from the
///   event's own top.
/// - Throws: where the body is no list, is empty, or has more than `most`.
package func parseEvents(
    batch json: JSON,
    atMost most: Int = 1_000,
    declared: [EventDeclaration] = []
) throws(MalformedBody) -> [Result<ParsedEvent, MalformedEvent>] {
    guard case .array(let elements) = json else {
        throw MalformedBody(problems: [Malformed(field: "", reason: "a batch must be a list of events")])
    }
    guard (1...most).contains(elements.count) else {
        throw MalformedBody(problems: [Malformed(field: "", reason: "a batch has 1 to \(most) events")])
    }
    return elements.map { element in
        Result { () throws(MalformedEvent) in try parseEvent(element, declared: declared) }
    }
}

private func parseEvent(
    _ attributes: JSONObject,
    data: JSON?,
    _ declared: [EventDeclaration],
    ofExport: Bool = false
) throws(MalformedEvent) -> ParsedEvent {
    var reader = BodyReader()
    reader.readsExports = ofExport
    let event = reader.event(attributes, data: data, declared)
    guard reader.problems.isEmpty, let event else { throw MalformedEvent(problems: reader.problems) }
    return event
}

private let knownAttributes = [
    "specversion", "id", "source", "type", "time", "subject", "datacontenttype", "data",
]

/// Where attributes that are not known go among what is personal.
private let extensions = "cloudevent"

extension BodyReader {
    fileprivate mutating func event(
        _ attributes: JSONObject,
        data: JSON?,
        _ declared: [EventDeclaration]
    ) -> ParsedEvent? {
        let top = Fields(object: attributes, place: BodyPlace(outer: ""))
        if let version = text(top, "specversion"), version != "1.0" { complain("specversion", "must be 1.0") }
        let id = key(top, "id")
        let source = key(top, "source")
        let type = eventType(top, declared)
        let time = instant(top, "time")
        let subject = optionalText(top, "subject")
        contentType(top)
        guard let object = object(data, BodyPlace(outer: "data")) else { return nil }
        let fields = Fields(object: object, place: BodyPlace(outer: "data"))
        let store = store(fields)
        let channel = channel(fields)
        let identity = identity(fields)
        guard let type else { return nil }
        let isAnonymous = !top.has("subject") && !fields.has("identity")
        if isAnonymous, !type.mayNameNobody {
            complain("subject", "is missing: it, or data.identity, says whom the event is about")
        }
        let declaration = declared.first { $0.type == type }
        var personal = Personal(of: object, besides: type, declaration)
        let matter = matter(type, declaration, fields, &personal)
        personal.add(attributes, besides: knownAttributes, under: extensions, &self)
        guard let id, let source, let time, let matter else { return nil }
        if case .tierGranted(let grant) = matter, let until = grant.until, until <= time {
            complain("data.until", "must be after the event's time")
        }
        let event = Event(
            source: source,
            id: id,
            occurredAt: time,
            store: store,
            channel: channel,
            isAnonymous: isAnonymous,
            matter: matter
        )
        return ParsedEvent(event: event, subject: subject, identity: identity, personal: personal.object)
    }

    private mutating func eventType(_ top: Fields, _ declared: [EventDeclaration]) -> EventType? {
        guard let text = text(top, "type") else { return nil }
        // That time has passed, only the clock may say, and what became of a transfer only we.
        if let type = EventType(rawValue: text), !type.isOurs || readsExports && type.comesAlong { return type }
        if let declaration = declared.first(where: { $0.key == Key(text) }) { return declaration.type }
        let known = (EventType.allCases.filter { !$0.isOurs } + declared.map(\.type)).map(\.rawValue)
        complain("type", "is not known; there are \(known.joined(separator: ", "))")
        return nil
    }

    /// Only `application/json` and its kin are read.
    private mutating func contentType(_ top: Fields) {
        if let base64 = top.object["data_base64"], !base64.isNull {
            complain("data_base64", "is not taken: send data as JSON")
        }
        guard let text = optionalText(top, "datacontenttype"), text != "application/json" else { return }
        let type = text.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        if type != "application/json", !type.hasSuffix("+json") {
            complain("datacontenttype", "must be application/json")
        }
    }

    private mutating func store(_ fields: Fields) -> StoreID? {
        guard let text = optionalText(fields, "store") else { return nil }
        if let store = try? StoreID(text) { return store }
        complain("data.store", "must have 1 to 64 small letters, digits, hyphens, underscores and full stops")
        return nil
    }

    private mutating func channel(_ fields: Fields) -> Key? {
        guard let text = optionalText(fields, "channel") else { return nil }
        if let channel = try? StoreID(text) { return channel.key }
        complain("data.channel", "must have 1 to 64 small letters, digits, hyphens, underscores and full stops")
        return nil
    }

    private mutating func identity(_ fields: Fields) -> ParsedIdentity? {
        guard let json = fields.object["identity"], !json.isNull else { return nil }
        return identity(json, BodyPlace(outer: "data", inner: "identity"))
    }

    /// A way in which a member is recognised, such as `{"kind": "email", "value": "ana@example.com"}`.
    ///
    /// - Parameters:
    ///   - json: What stands there.
    ///   - place: Where.
    ///   - besides: A kind that nobody types, and that stands where a member was exported.
    /// - Returns: the identity; none where it cannot be read, which is a problem then.
    mutating func identity(_ json: JSON, _ place: BodyPlace, besides: String? = nil) -> ParsedIdentity? {
        guard let object = object(json, place) else { return nil }
        let fields = Fields(object: object, place: place)
        let kind = text(fields, "kind")
        let value = text(fields, "value", atMost: 254)
        if let kind, kind != besides, !ParsedIdentity.kinds.contains(kind) {
            complain(place.field("kind"), "must be \(ParsedIdentity.kinds.joinedByOr())")
        }
        guard let kind, let value else { return nil }
        return ParsedIdentity(kind: kind, value: value)
    }
}

extension EventType {
    /// An order may be a guest's, and so may its return; what else happens, happens to someone.
    fileprivate var mayNameNobody: Bool {
        self == .orderPaid || self == .orderReturned
    }
}
