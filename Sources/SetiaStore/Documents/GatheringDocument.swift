internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

/// What is said of a gathering, as it is kept: words by language, where it is, who may ask early, how long an offer lasts.
struct GatheringDocument {
    var words: [Gathering.Words]
    var place: Gathering.Place
    var early: [Gathering.Early]
    var offerHours: Int64

    /// What a gathering says.
    init(_ gathering: Gathering) {
        words = gathering.words
        place = gathering.place
        early = gathering.early
        offerHours = gathering.offerHours
    }

    /// What was kept.
    init(_ text: String) throws {
        let json = try JSON.parse(Array(text.utf8))
        guard let said = json["words"]?.array, let where_ = json["place"]?.string, let hours = json["offerHours"]?.int64
        else { throw MalformedDocument(field: "document") }
        words = try said.map { one in
            guard let language = one["language"]?.string, let title = one["title"]?.string,
                let text = one["text"]?.string
            else { throw MalformedDocument(field: "words") }
            return Gathering.Words(language: Key(language), title: title, text: text)
        }
        place = json["isOnline"]?.bool == true ? .online(where_) : .inPerson(where_)
        early = try (json["early"]?.array ?? []).map { one in
            guard let from = one["from"]?.int64 else { throw MalformedDocument(field: "early") }
            let who: Gathering.Early.Who
            if let segment = one["segment"]?.string {
                who = .segment(Key(segment))
            } else if let set = one["set"]?.string, let level = one["level"]?.string {
                who = .level(set: Key(set), level: Key(level))
            } else {
                throw MalformedDocument(field: "early")
            }
            return Gathering.Early(who: who, from: Instant(milliseconds: from))
        }
        offerHours = hours
    }

    /// As it is kept.
    var text: String {
        let windows = early.map { window -> JSON in
            var object: JSONObject = ["from": .integer(window.from.milliseconds)]
            switch window.who {
            case .segment(let key): object.set("segment", .string(key.text))
            case .level(let set, let level):
                object.set("set", .string(set.text))
                object.set("level", .string(level.text))
            }
            return .object(object)
        }
        let said = words.map { one -> JSON in
            .object([
                "language": .string(one.language.text), "text": .string(one.text), "title": .string(one.title),
            ])
        }
        let document = JSON.object([
            "early": .array(windows), "isOnline": .bool(place.isOnline), "offerHours": .integer(offerHours),
            "place": .string(place.text), "words": .array(said),
        ])
        return String(decoding: document.canonical, as: UTF8.self)
    }
}
