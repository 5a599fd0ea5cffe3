package import SetiaCore

/// That a member was asked in a wave of a survey, and what she said.
package struct SurveyAsk: Sendable, Hashable {
    /// Who.
    package let member: MemberID
    /// By which survey.
    package let survey: Key
    /// On which scale.
    package let kind: Survey.Kind
    /// In which wave.
    package let wave: Key
    /// When she was asked first.
    package let askedAt: Instant
    /// What she said; none while she has not answered.
    package var answer: Answer?

    /// An answer.
    package struct Answer: Sendable, Hashable {
        /// When it was given.
        package let at: Instant
        /// A number of the scale.
        package let score: Int
        /// What she wrote, sealed with her key; none where she wrote nothing, or was erased.
        package let comment: [UInt8]?
        /// What she said of some sides of it, on the same scale.
        package let aspects: AspectScores
        /// What she chose at further questions, without what she wrote.
        package let chosen: [SurveySaid]
        /// What she wrote at further questions, sealed with her key; none where she wrote nothing, or was erased.
        package let texts: [UInt8]?

        /// An answer.
        package init(
            at: Instant,
            score: Int,
            comment: [UInt8]?,
            aspects: AspectScores = AspectScores(),
            chosen: [SurveySaid] = [],
            texts: [UInt8]? = nil
        ) {
            self.chosen = chosen
            self.texts = texts
            self.aspects = aspects
            self.at = at
            self.score = score
            self.comment = comment
        }
    }

    /// That a member was asked.
    package init(
        member: MemberID,
        survey: Key,
        kind: Survey.Kind,
        wave: Key,
        askedAt: Instant,
        answer: Answer? = nil
    ) {
        self.member = member
        self.survey = survey
        self.kind = kind
        self.wave = wave
        self.askedAt = askedAt
        self.answer = answer
    }
}

/// How many members said the same of the sides of something.
package struct AspectCount: Sendable, Hashable {
    /// What they said.
    package let said: AspectScores
    /// How many.
    package let count: Int

    /// A count.
    package init(said: AspectScores, count: Int) {
        self.said = said
        self.count = count
    }
}

/// How many members said the same in a wave.
package struct SurveyCount: Sendable, Hashable {
    /// In which wave.
    package let wave: Key
    /// What they said; none are those who were asked and have not answered.
    package let score: Int?
    /// How many.
    package let count: Int

    /// A count.
    package init(wave: Key, score: Int?, count: Int) {
        self.wave = wave
        self.score = score
        self.count = count
    }
}

/// How many answers of a wave have a tag.
package struct SurveyTagCount: Sendable, Hashable {
    /// In which wave.
    package let wave: Key
    /// Which tag.
    package let tag: Key
    /// How many.
    package let count: Int

    /// A count.
    package init(wave: Key, tag: Key, count: Int) {
        self.wave = wave
        self.tag = tag
        self.count = count
    }
}

/// Who was asked what, to be read; a part of `Archive`.
package protocol SurveyArchive {
    /// All that a member was asked, by survey and wave.
    func surveyAsks(of member: MemberID) throws -> [SurveyAsk]
    /// How often what was said on the survey's scale, by wave and score, those who did not answer first.
    func surveyCounts(_ survey: Key, _ kind: Survey.Kind) throws -> [SurveyCount]
    /// How often what was said of the sides, in one wave, in any order; who said nothing of any is left out.
    func surveyAspects(_ survey: Key, _ kind: Survey.Kind, wave: Key) throws -> [AspectCount]
    /// All answers of one wave to a survey, in any order.
    func surveyAnswers(_ survey: Key, _ kind: Survey.Kind, wave: Key, _ each: (SurveyAsk) throws -> Void) throws
    /// Answers of one wave with words in them, newest first, behind the one given, at most `limit`; where `tag` is given,
    /// those that have it.
    func surveyComments(
        _ survey: Key,
        _ kind: Survey.Kind,
        wave: Key,
        tag: Key?,
        before: (at: Instant, member: MemberID)?,
        limit: Int
    ) throws -> [SurveyAsk]
    /// What answers of a member are about, by survey, wave and tag.
    func surveyTags(of member: MemberID) throws -> [(survey: Key, wave: Key, tag: Key)]
    /// How many answers on the survey's scale are about what, by wave and tag.
    func surveyTagCounts(_ survey: Key, _ kind: Survey.Kind) throws -> [SurveyTagCount]
}

/// Who was asked what, to be written; a part of `Ledger`.
package protocol SurveyLedger: SurveyArchive {
    /// Keeps that a member was asked; a second time changes nothing.
    func keep(asked ask: SurveyAsk) throws
    /// Keeps an answer, with when she was asked where that is not known; whether it is the first of its wave.
    func keep(answered ask: SurveyAsk) throws -> Bool
    /// Keeps what an answer is about, in the place of what was said of it before.
    func setTags(_ tags: [Key], of ask: SurveyAsk, at moment: Instant) throws
}
