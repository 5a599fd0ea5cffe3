internal import JSONText
package import SetiaCore

/// What a member wrote in an answer (rules ).
package struct SurveyVerbatim: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// How she is called; none where that is not known.
    package let name: String?
    /// When.
    package let at: Instant
    /// The score beside it.
    package let score: Int
    /// What she wrote beside the score; empty where nothing.
    package let comment: String
    /// What she wrote at further questions, in their order.
    package let texts: [SurveySaid]
    /// What it is about, as somebody of ours says.
    package let tags: [Key]
}

/// A page of what members wrote.
package struct SurveyVerbatimPage: Sendable {
    /// Those of the page, the newest first.
    package let items: [SurveyVerbatim]
    /// Where to go on; none at the end.
    package let next: SurveyVerbatimPlace?
}

/// A place in what members wrote.
package struct SurveyVerbatimPlace: Sendable, Hashable {
    /// The moment of the last answer that was looked at.
    package let at: Instant
    /// Whose it is.
    package let member: MemberID

    /// A place.
    package init(at: Instant, member: MemberID) {
        self.at = at
        self.member = member
    }

    /// The place that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let member = MemberID(text: String(parts[1])) else {
            return nil
        }
        self.init(at: Instant(milliseconds: milliseconds), member: member)
    }

    /// As it is written.
    package var text: String { "\(at.milliseconds)-\(member.text)" }
}

extension SetiaService {
    /// What members wrote in a wave, newest first; who may see members may read it.
    ///
    /// Words are sealed, so that each answer is opened to be searched; after 5,000 it says where to go on.
    ///
    /// - Parameters:
    ///   - results: Which survey and wave.
    ///   - text: What must stand in it, capitals or not; empty is everything.
    ///   - tag: What it must be about; none is anything.
    ///   - place: Where the page before ended.
    ///   - limit: How many at most.
    /// - Returns: what was found.
    /// - Throws: the world's trouble.
    package func surveyVerbatims(
        _ results: SurveyResults,
        text: String = "",
        tag: Key? = nil,
        after place: SurveyVerbatimPlace? = nil,
        limit: Int = 50
    ) async throws -> SurveyVerbatimPage {
        let wanted = text.lowercased()
        let survey = results.survey
        return try await store.reading { archive in
            var found: [SurveyVerbatim] = []
            var last = place
            for _ in 0..<portions {
                let asks = try archive.surveyComments(
                    survey.key,
                    survey.kind,
                    wave: results.wave.key,
                    tag: tag,
                    before: last.map { ($0.at, $0.member) },
                    limit: portion
                )
                let keys = try archive.keys(of: asks.map(\.member))
                for (ask, key) in zip(asks, keys) {
                    guard let answer = ask.answer else { continue }
                    let here = SurveyVerbatimPlace(at: answer.at, member: ask.member)
                    guard let key, let words = try self.words(of: answer, ask, survey, key) else {
                        last = here
                        continue
                    }
                    let all = [words.comment] + words.texts.map(\.words.text)
                    guard wanted.isEmpty || all.contains(where: { $0.lowercased().contains(wanted) }) else {
                        last = here
                        continue
                    }
                    if found.count == limit { return SurveyVerbatimPage(items: found, next: last) }
                    last = here
                    let person = try self.open(try archive.person(ask.member)?.document, of: ask.member, with: key)
                    found.append(
                        SurveyVerbatim(
                            member: ask.member,
                            name: person["name"]?.string,
                            at: answer.at,
                            score: answer.score,
                            comment: words.comment,
                            texts: words.texts,
                            tags: try self.tags(of: ask, archive)
                        )
                    )
                }
                guard asks.count == portion else { return SurveyVerbatimPage(items: found, next: nil) }
            }
            return SurveyVerbatimPage(items: found, next: last)
        }
    }

    /// How many answers of a wave are about what, the most frequent first.
    package func surveyTags(_ results: SurveyResults) async throws -> [SurveyTagCount] {
        try await store.reading { archive in
            try archive.surveyTagCounts(results.survey.key, results.survey.kind)
                .filter { $0.wave == results.wave.key }
                .sorted { ($1.count, $0.tag) < ($0.count, $1.tag) }
        }
    }

    /// All tags that a brand uses, in their order: for whoever is about to give one.
    package func surveyTagNames() async throws -> [Key] {
        let now = surroundings.now()
        return try await store.reading { try self.tagNames(try self.configuration($0).book, at: now, $0) }
    }

    /// Says what the words of an answer are about, in the place of what was said of it before (rule Q-14).
    ///
    /// - Parameters:
    ///   - survey: Of which survey.
    ///   - wave: In which wave.
    ///   - member: Whose answer.
    ///   - words: As somebody wrote them; the same twice is one.
    ///   - actor: Who.
    /// - Returns: what is kept.
    /// - Throws: `SurveyRefusal`, `StaffRefusal`, `Unready`, or the world's trouble; nothing is changed then.
    package func tagAnswer(
        _ survey: Key,
        wave: Key,
        of member: MemberID,
        _ words: [String],
        by actor: AuditActor
    ) async throws -> [Key] {
        let now = surroundings.now()
        var tags: [Key] = []
        for word in words {
            guard let tag = SurveyTag(word) else { throw SurveyRefusal.wrongTag(word) }
            if !tags.contains(tag.key) { tags.append(tag.key) }
        }
        guard tags.count <= SurveyTag.mostAnAnswer else { throw SurveyRefusal.tooManyTags(SurveyTag.mostAnAnswer) }
        let kept = tags.sorted()
        try await store.recording { ledger in
            try self.allowAnswering(actor, ledger)
            guard try ledger.states([StateRequest(member: member)])[0] != nil,
                let ask = try ledger.surveyAsks(of: member).first(where: { $0.survey == survey && $0.wave == wave }),
                let answer = ask.answer, answer.comment != nil || answer.texts != nil
            else { throw SurveyRefusal.unknownAnswer }
            let known = try self.tags(of: ask, ledger)
            guard known != kept else { return }
            let names = try self.tagNames(try self.configuration(ledger).book, at: now, ledger)
            guard Set(names).union(kept).count <= max(SurveyTag.mostOfBrand, names.count) else {
                throw SurveyRefusal.tooManyNames(SurveyTag.mostOfBrand)
            }
            try ledger.setTags(kept, of: ask, at: now)
            try ledger.add(
                self.entry(
                    .surveyTagged,
                    by: actor,
                    at: now,
                    member: member,
                    subject: "\(survey)/\(wave)",
                    details: ["tags": kept.map(\.text).joined(separator: ", ")]
                )
            )
        }
        return kept
    }

    /// What an answer is about.
    func tags(of ask: SurveyAsk, _ archive: any Archive) throws -> [Key] {
        try archive.surveyTags(of: ask.member).filter { $0.survey == ask.survey && $0.wave == ask.wave }.map(\.tag)
    }

    private func tagNames(_ book: ProgrammeBook?, at now: Instant, _ archive: any Archive) throws -> [Key] {
        guard let surveys = book?.version(at: now).programme.surveys else { return [] }
        let all = try surveys.flatMap { try archive.surveyTagCounts($0.key, $0.kind) }.map(\.tag)
        return Set(all).sorted()
    }

    /// What she wrote, opened; none where there is nothing.
    private func words(of answer: SurveyAsk.Answer, _ ask: SurveyAsk, _ survey: Survey, _ key: WrappedKey) throws
        -> (comment: String, texts: [SurveySaid])?
    {
        var comment = ""
        if let sealed = answer.comment {
            let opened = try sealing.open(sealed, of: ask.member, use: .survey, with: key)
            comment = String(decoding: opened, as: UTF8.self)
        }
        let said = try openedTexts(answer, of: ask.member, with: key)
        let order = survey.questions.map(\.key)
        let texts = said.sorted { left, right in
            (order.firstIndex(of: left.question) ?? .max) < (order.firstIndex(of: right.question) ?? .max)
        }
        return comment.isEmpty && texts.isEmpty ? nil : (comment, texts)
    }
}

/// How many answers are read at a time, and how often.
private let (portion, portions) = (200, 25)
