package import JSONText
package import SetiaCore

/// What a member wrote in an answer.
///
/// | field | what it is |
/// |---|---|
/// | `answeredAt` | when |
/// | `answers` | what she wrote at further questions, by question; left out where nothing |
/// | `comment` | what she wrote beside the score; left out where nothing |
/// | `member`, `name` | who, and how she is called where that is known |
/// | `score` | the score beside it; left out where the survey has none |
/// | `tags` | what it is about, as staff say |
package struct SurveyVerbatimBody: WireBody {
    /// Who.
    package let member: MemberID
    /// How she is called.
    package let name: String?
    /// When.
    package let at: Instant
    /// The score beside it.
    package let score: Int?
    /// Beside the score.
    package let comment: String
    /// At further questions.
    package let texts: [SurveySaid]
    /// What it is about.
    package let tags: [Key]

    /// The body of what a member wrote.
    package init(
        member: MemberID,
        name: String?,
        at: Instant,
        score: Int?,
        comment: String,
        texts: [SurveySaid],
        tags: [Key]
    ) {
        self.member = member
        self.name = name
        self.at = at
        self.score = score
        self.comment = comment
        self.texts = texts
        self.tags = tags
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("answeredAt", at)
        if !texts.isEmpty {
            json.key("answers")
            json.object(texts.map { ($0.question, $0.words.text) }) { $1.string($0) }
        }
        if !comment.isEmpty { json.member("comment", comment) }
        json.member("member", member.text)
        if let name { json.member("name", name) }
        if let score { json.member("score", Int64(score)) }
        json.key("tags")
        json.list(tags) { $1.string($0.text) }
        json.endObject()
    }
}

/// How many answers of a wave are about something.
package struct SurveyTagCountBody: WireBody {
    /// About what.
    package let tag: Key
    /// How many.
    package let count: Int

    /// The body of a count.
    package init(tag: Key, count: Int) {
        self.tag = tag
        self.count = count
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("count", Int64(count))
        json.member("tag", tag)
        json.endObject()
    }
}

/// What an answer is about.
package struct SurveyTagsBody: WireBody {
    /// Whose answer.
    package let member: MemberID
    /// Of which survey.
    package let survey: Key
    /// In which wave.
    package let wave: Key
    /// What it is about.
    package let tags: [Key]

    /// The body of tags.
    package init(member: MemberID, survey: Key, wave: Key, tags: [Key]) {
        self.member = member
        self.survey = survey
        self.wave = wave
        self.tags = tags
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("member", member.text)
        json.member("survey", survey)
        json.key("tags")
        json.list(tags) { $1.string($0.text) }
        json.member("wave", wave)
        json.endObject()
    }
}

/// What an answer is about, as it is sent: `{"wave": "2026-Q1", "tags": ["waiting time"]}`.
///
/// - Throws: all fields that cannot be taken.
package func parseSurveyTags(_ json: JSON) throws(MalformedBody) -> (wave: Key, tags: [String]) {
    var reader = BodyReader()
    var wave: Key?
    var tags: [String] = []
    if let fields = reader.fields(json, ["wave", "tags"], of: "tags") {
        wave = reader.key(fields, "wave")
        switch fields.object["tags"] {
        case .array(let elements):
            for (place, element) in elements.enumerated() {
                if case .string(let text) = element {
                    tags.append(text)
                } else {
                    reader.complain("tags[\(place)]", "must be a text")
                }
            }
        case nil, .null: reader.complain("tags", "is missing; an empty list takes all away")
        default: reader.complain("tags", "must be a list of texts")
        }
    }
    guard reader.problems.isEmpty, let wave else { throw MalformedBody(problems: reader.problems) }
    return (wave, tags)
}
