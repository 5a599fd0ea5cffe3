package import JSONText
package import SetiaCore

/// A survey with what its wave of now came to so far.
///
/// | field | what it is |
/// |---|---|
/// | `after`, `waitDays` | after what it is asked, and how many days later; left out where it is a wave of its own |
/// | `answered`, `asked` | how many members were asked in this wave, and how many of them answered |
/// | `every` | `month`, `quarter` or `year` |
/// | `kind` | `nps`, `csat`, `ces` or `expectation` |
/// | `question` | by language |
/// | `questions` | what is asked besides, in order, with the answers that can be chosen; left out where nothing is |
/// | `scale` | the least and the most of an answer, `from` and `to` |
/// | `share` | how many per cent of the members a wave asks |
/// | `survey` | its name in the programme |
/// | `wave` | the wave of now, such as `2026-Q1` |
package struct SurveyBody: WireBody {
    /// Which.
    package let survey: Survey
    /// The wave of now.
    package let wave: Key
    /// How many were asked.
    package let asked: Int
    /// How many answered.
    package let answered: Int

    /// A survey's body.
    package init(survey: Survey, wave: Key, asked: Int, answered: Int) {
        self.survey = survey
        self.wave = wave
        self.asked = asked
        self.answered = answered
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let after = survey.after { json.member("after", after.written) }
        json.member("answered", Int64(answered))
        json.member("asked", Int64(asked))
        json.member("every", survey.every.waveName)
        json.member("kind", survey.kind.rawValue)
        json.key("question")
        json.object(survey.ask.texts.map { ($0.language, $0.text) }) { $1.string($0) }
        if !survey.questions.isEmpty {
            json.key("questions")
            json.list(survey.questions) { question, json in
                json.beginObject()
                json.key("answers")
                json.list(question.options) { $1.string($0.text) }
                json.key("ask")
                json.object(question.ask.texts.map { ($0.language, $0.text) }) { $1.string($0) }
                json.member("kind", question.word)
                json.member("question", question.key)
                json.endObject()
            }
        }
        json.key("scale")
        json.beginObject()
        json.member("from", Int64(survey.kind.scale.lowerBound))
        json.member("to", Int64(survey.kind.scale.upperBound))
        json.endObject()
        json.key("share")
        json.decimal(decimalText(Double(survey.share) / 100, places: 2))
        json.member("survey", survey.key)
        if survey.after != nil { json.member("waitDays", Int64(survey.wait)) }
        json.member("wave", wave)
        json.endObject()
    }
}

/// What a member answered, or that she was asked.
///
/// | field | what it is |
/// |---|---|
/// | `answeredAt`, `score` | when she answered and what; left out while she has not, and the score where none is asked for |
/// | `askedAt` | when she was asked first |
/// | `member`, `survey`, `wave` | who, by which survey, in which wave |
/// | `replayed` | `true` where she had answered before, and this is the first answer again |
package struct SurveyAskBody: WireBody {
    /// Who.
    package let member: MemberID
    /// By which survey.
    package let survey: Key
    /// In which wave.
    package let wave: Key
    /// When she was asked first.
    package let askedAt: Instant
    /// What she said.
    package let answer: (at: Instant, score: Int?)?
    /// Whether it was there before; none where that is not told.
    package let isReplay: Bool?
    /// Where she answers once, of invitations.
    package var link: String?

    /// The body of an answer, or of an invitation.
    package init(
        member: MemberID,
        survey: Key,
        wave: Key,
        askedAt: Instant,
        answer: (at: Instant, score: Int?)?,
        isReplay: Bool?
    ) {
        self.member = member
        self.survey = survey
        self.wave = wave
        self.askedAt = askedAt
        self.answer = answer
        self.isReplay = isReplay
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let answer { json.member("answeredAt", answer.at) }
        json.member("askedAt", askedAt)
        if let link { json.member("link", link) }
        json.member("member", member.text)
        if let isReplay {
            json.key("replayed")
            json.bool(isReplay)
        }
        if let score = answer?.score { json.member("score", Int64(score)) }
        json.member("survey", survey)
        json.member("wave", wave)
        json.endObject()
    }
}

/// What one wave of a survey came to.
///
/// | field | what it is |
/// |---|---|
/// | `answered`, `asked` | how many members were asked, and how many of them answered |
/// | `change` | the score less that of the wave before, its range at 95 %, and `direction`: `up`, `down`, `within noise` or `too few` |
/// | `distribution` | how often each answer of the scale was given, the lowest first |
/// | `isRunning` | whether the wave still goes on |
/// | `isSmall` | fewer than 30 answers |
/// | `responseRate` | who answered of those who were asked, 0 to 1, with its range at 95 % |
/// | `score` | net promoters from -100 to 100; the two best answers in per cent; or the mean from 1 to 7; with its range at 95 % |
/// | `waves` | the waves that there are, newest first |
package struct SurveyResultsBody: WireBody {
    /// A figure with its range.
    package struct Figure: Sendable {
        /// The figure.
        package let value: Double
        /// Its range at 95 %; none where there is none.
        package let range: (from: Double, to: Double)?

        /// A figure.
        package init(value: Double, range: (from: Double, to: Double)?) {
            self.value = value
            self.range = range
        }
    }

    /// Which survey.
    package let survey: Survey
    /// Which wave.
    package let wave: Key
    /// Whether it still goes on.
    package let isRunning: Bool
    /// The waves that there are.
    package let waves: [Key]
    /// How many were asked.
    package let asked: Int
    /// How often each answer was given.
    package let counts: [Int]
    /// Fewer than 30 answers.
    package let isSmall: Bool
    /// Who answered of those who were asked.
    package let response: Figure?
    /// What it came to.
    package let score: Figure?
    /// The wave before, and what is another since.
    package let change: (since: Key, figure: Figure, direction: String)?
    /// What was said of each side of it: how often each answer, and what that comes to.
    package let aspects: [(aspect: Survey.Aspect, counts: [Int], score: Figure?)]
    /// What was said to each further question: how often it was answered, and how often each answer was given.
    package let questions: [(question: SurveyQuestion, answered: Int, counts: [Int])]

    /// The results of a wave.
    package init(
        survey: Survey,
        wave: Key,
        isRunning: Bool,
        waves: [Key],
        asked: Int,
        counts: [Int],
        isSmall: Bool,
        response: Figure?,
        score: Figure?,
        change: (since: Key, figure: Figure, direction: String)?,
        aspects: [(aspect: Survey.Aspect, counts: [Int], score: Figure?)] = [],
        questions: [(question: SurveyQuestion, answered: Int, counts: [Int])] = []
    ) {
        self.questions = questions
        self.aspects = aspects
        self.survey = survey
        self.wave = wave
        self.isRunning = isRunning
        self.waves = waves
        self.asked = asked
        self.counts = counts
        self.isSmall = isSmall
        self.response = response
        self.score = score
        self.change = change
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("answered", Int64(counts.reduce(0, +)))
        json.member("asked", Int64(asked))
        if !aspects.isEmpty {
            json.key("aspects")
            json.list(aspects) { aspect, json in
                json.beginObject()
                json.member("answered", Int64(aspect.counts.reduce(0, +)))
                json.member("aspect", aspect.aspect.rawValue)
                json.distribution(aspect.counts, of: survey.kind)
                if let score = aspect.score { json.figure("score", score, places: 2) }
                json.endObject()
            }
        }
        if let change {
            json.key("change")
            json.beginObject()
            json.member("direction", change.direction)
            change.figure.writeMembers(to: &json, places: 2) { $0.member("since", change.since) }
            json.endObject()
        }
        json.distribution(counts, of: survey.kind)
        json.key("isRunning")
        json.bool(isRunning)
        json.key("isSmall")
        json.bool(isSmall)
        json.member("kind", survey.kind.rawValue)
        if !questions.isEmpty {
            json.key("questions")
            json.list(questions) { one, json in
                json.beginObject()
                json.member("answered", Int64(one.answered))
                json.key("answers")
                json.list(zip(one.question.options, one.counts)) { element, json in
                    json.beginObject()
                    json.member("answer", element.0)
                    json.member("count", Int64(element.1))
                    json.endObject()
                }
                json.member("question", one.question.key)
                json.endObject()
            }
        }
        if let response { json.figure("responseRate", response, places: 4) }
        if let score { json.figure("score", score, places: 2) }
        json.member("survey", survey.key)
        json.member("wave", wave)
        json.key("waves")
        json.list(waves) { $1.string($0.text) }
        json.endObject()
    }
}

extension JSONWriter {
    /// How often each answer was given, the lowest first.
    fileprivate mutating func distribution(_ counts: [Int], of kind: Survey.Kind) {
        key("distribution")
        list((kind.isScored ? counts : []).enumerated()) { element, json in
            json.beginObject()
            json.member("count", Int64(element.element))
            json.member("score", Int64(kind.scale.lowerBound + element.offset))
            json.endObject()
        }
    }

    fileprivate mutating func figure(_ key: StaticString, _ figure: SurveyResultsBody.Figure, places: Int) {
        self.key(key)
        beginObject()
        figure.writeMembers(to: &self, places: places) { _ in }
        endObject()
    }
}

extension SurveyResultsBody.Figure {
    /// `from`, `to` and `value`, and between them what else sorts there.
    fileprivate func writeMembers(to json: inout JSONWriter, places: Int, between: (inout JSONWriter) -> Void) {
        if let range {
            json.key("from")
            json.decimal(decimalText(range.from, places: places))
        }
        between(&json)
        if let range {
            json.key("to")
            json.decimal(decimalText(range.to, places: places))
        }
        json.key("value")
        json.decimal(decimalText(value, places: places))
    }
}

extension SurveyQuestion {
    /// How it is answered, as a programme writes it.
    fileprivate var word: String {
        switch kind {
        case .scale: "scale"
        case .one: "one"
        case .many: "many"
        case .text: "text"
        }
    }
}

extension CalendarUnit {
    /// As a programme writes it.
    fileprivate var waveName: String {
        switch self {
        case .month: "month"
        case .quarter: "quarter"
        case .halfYear: "half-year"
        case .year: "year"
        }
    }
}

/// A number with so many decimals at most; no zeros behind its last digit.
package func decimalText(_ value: Double, places: Int) -> String {
    let scale = (0..<places).reduce(1) { scale, _ in scale * 10 } as Int64
    let scaled = Int64((value * Double(scale)).rounded())
    let (whole, part) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    var digits = String(part)
    digits = String(repeating: "0", count: places - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return (scaled < 0 ? "-" : "") + "\(whole)" + (digits.isEmpty ? "" : ".\(digits)")
}

/// What a member answers, as it is sent.
///
/// - Returns: Who, what she says, and what she wrote; whether the survey has such a score is not looked at.
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseSurveyAnswer(_ json: JSON) throws(MalformedBody) -> (
    member: String, score: Int?, aspects: AspectScores, said: [SurveySaid], comment: String?
) {
    var reader = BodyReader()
    var aspects: [(Survey.Aspect, Int)] = []
    var said: [SurveySaid] = []
    var member: String?
    var score: Int64?
    var comment: String?
    if let fields = reader.fields(json, ["answers", "aspects", "comment", "member", "score"], of: "an answer") {
        member = reader.text(fields, "member")
        switch fields.object["score"] {
        case nil, .null: break
        default: score = reader.number(fields, "score", 0...1_000, "a whole number of the survey's scale")
        }
        switch fields.object["aspects"] {
        case nil, .null: break
        case .object(let said):
            for member in said.members {
                guard let aspect = Survey.Aspect(rawValue: member.key) else {
                    let known = Survey.Aspect.allCases.map(\.rawValue).joined(separator: ", ")
                    reader.complain("aspects.\(member.key)", "is none of \(known)")
                    continue
                }
                if let score = member.value.int64, (1...3).contains(score) {
                    aspects.append((aspect, Int(score)))
                } else {
                    reader.complain("aspects.\(member.key)", "must be 1, 2 or 3")
                }
            }
        default: reader.complain("aspects", "must be an object, such as {\"value\": 2}")
        }
        switch fields.object["answers"] {
        case nil, .null: break
        case .object(let answers):
            for member in answers.members {
                let values = member.value.array ?? [member.value]
                let texts = values.compactMap { $0.string ?? $0.int64.map { "\($0)" } }
                if texts.count == values.count {
                    said.append(SurveySaid(question: Key(member.key), chosen: texts.map { Key($0) }))
                } else {
                    reader.complain("answers.\(member.key)", "must be a text, a whole number, or a list of texts")
                }
            }
        default: reader.complain("answers", "must be an object, by question")
        }
        switch fields.object["comment"] {
        case nil, .null: break
        case .string(let text): comment = text
        default: reader.complain("comment", "must be a text")
        }
    }
    guard reader.problems.isEmpty, let member else { throw MalformedBody(problems: reader.problems) }
    return (member, score.map { Int($0) }, AspectScores(aspects), said, comment)
}

/// Whom an invitation reached, as it is sent.
///
/// - Throws: all fields that cannot be taken, unknown ones among them.
package func parseSurveyInvitation(_ json: JSON) throws(MalformedBody) -> String {
    var reader = BodyReader()
    var member: String?
    if let fields = reader.fields(json, ["member"], of: "an invitation") { member = reader.text(fields, "member") }
    guard reader.problems.isEmpty, let member else { throw MalformedBody(problems: reader.problems) }
    return member
}
