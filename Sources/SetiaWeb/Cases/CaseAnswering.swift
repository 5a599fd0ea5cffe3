internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What an apology begins with that no brand has written itself.
    private static let apology = ":apology"

    /// With which text an answer to a case may begin; what stands there is the member's own language where there is one.
    ///
    /// A template only begins it: whoever sends it as it stands says that these are her words (rule J-15).
    ///
    /// - Parameters:
    ///   - fields: The page's.
    ///   - opened: The case.
    ///   - visit: Who looks.
    ///   - brand: The brand.
    /// - Throws: `WebFailure`, and the world's trouble.
    func fillReadyWords(_ fields: inout Fields, _ opened: OpenedCase, _ visit: Visit, _ brand: BrandView) async throws {
        guard opened.one.state.next(of: opened.one.kind).contains(.answered),
            let view = try await service.member(opened.one.id.member), view.state.status != .erased
        else { return }
        let ready = try await readyWords(view, visit, brand)
        let language = view.state.facts.language.flatMap { Language(rawValue: $0.text) } ?? visit.language
        let wanted = visit.query["ready"]
        let names = ready.map(\.name).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        fields["readyWords"] = names.map { name in
            option(name, name == Web.apology ? visit.texts.say("case.apology") : name, wanted)
        }
        fields["hasReadyWords"] = true
        let fitting = ready.filter { $0.name == wanted }
        if visit.form.raw("text") == nil, !fitting.isEmpty {
            let found = fitting.first { $0.language == language } ?? fitting.first { $0.language == .en } ?? fitting[0]
            fields["text"] = found.text
        }
    }

    /// Whether what somebody is about to say is one of the templates, word for word.
    func isReadyText(_ text: String, _ id: CaseID, _ visit: Visit) async throws -> Bool {
        guard let view = try await service.member(id.member) else { return false }
        func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
        let said = words(text)
        return try await readyWords(view, visit, try await brand()).contains { words($0.text) == said }
    }

    private func readyWords(_ view: MemberView, _ visit: Visit, _ brand: BrandView) async throws
        -> [(name: String, language: Language, text: String)]
    {
        let values = try cannedValues(view, visit, brand)
        let own = Language.allCases.map { language in
            CannedAnswer(name: Web.apology, language: language, text: apology(language))
        }
        return (own + (try await service.cannedAnswers())).map { ($0.name, $0.language, $0.filled(values)) }
    }

    private func apology(_ language: Language) -> String {
        switch language {
        case .en:
            """
            Hello {name},

            I am sorry that this happened. You expected better of us, and rightly so.

            I have looked into it myself. This is what we do now:

            {agent}, {brand}
            """
        case .ms:
            """
            Hai {name},

            Saya minta maaf atas apa yang berlaku. Anda mengharapkan yang lebih baik daripada kami, dan itu wajar.

            Saya sendiri telah menyemaknya. Inilah yang kami lakukan sekarang:

            {agent}, {brand}
            """
        case .id:
            """
            Halo {name},

            Saya minta maaf atas kejadian ini. Anda mengharapkan yang lebih baik dari kami, dan itu memang wajar.

            Saya sendiri sudah memeriksanya. Inilah yang kami lakukan sekarang:

            {agent}, {brand}
            """
        case .th:
            """
            สวัสดี {name}

            ต้องขอโทษจริง ๆ สำหรับสิ่งที่เกิดขึ้น คุณคาดหวังสิ่งที่ดีกว่านี้จากเรา และสมควรเป็นเช่นนั้น

            เราได้ตรวจสอบเรื่องนี้ด้วยตนเองแล้ว สิ่งที่เรากำลังทำคือ

            {agent}, {brand}
            """
        }
    }

    /// What is promised and not done, with the form that promises something (rule J-14).
    func fillPromise(_ fields: inout Fields, _ one: MemberCase, _ visit: Visit, _ brand: BrandView) {
        let texts = visit.texts
        let today = brand.zone.day(of: visit.now)
        if let day = one.promise {
            fields["promised"] =
                [
                    "text": texts.say("case.promisedBy", ["day": visit.wording.day(day)]),
                    "isBroken": one.isPromiseBroken(on: today),
                ] as Fields
        }
        guard one.isOpen else { return }
        let isSent = visit.form["do"] == "promise"
        fields["promising"] =
            [
                "day": isSent ? visit.form["day"] : "", "text": isSent ? visit.form.raw("text") ?? "" : "",
                "from": "\(today)", "until": "\(today.adding(days: CaseTerms.longestPromiseDays))",
            ] as Fields
    }
}
