internal import SetiaCore

extension SetiaService {
    /// All texts that stand ready for answers, by name and language.
    package func cannedAnswers() async throws -> [CannedAnswer] {
        try await store.reading { try $0.cannedAnswers() }
    }

    /// Keeps the texts of one name, one for each language; an empty one goes.
    ///
    /// - Throws: `ConversationRefusal.wrongCanned`, `StaffRefusal`, or the world's trouble.
    package func saveCanned(_ name: String, _ texts: [Language: String], by actor: AuditActor) async throws {
        let now = surroundings.now()
        guard let name = try line(name), name.unicodeScalars.count <= 60 else { throw ConversationRefusal.wrongCanned }
        var answers: [CannedAnswer] = []
        for language in Language.allCases {
            guard let text = texts[language] else { continue }
            let kept = (try? said(text, atMost: 4_000)) ?? ""
            guard text.unicodeScalars.count <= 4_000 else { throw ConversationRefusal.wrongCanned }
            answers.append(CannedAnswer(name: name, language: language, text: kept))
        }
        let kept = answers
        try await store.writing { ledger in
            try self.require(.manageAnswers, of: actor, ledger)
            for answer in kept { try ledger.save(answer) }
            try ledger.add(self.entry(.cannedAnswerChanged, by: actor, at: now, subject: name))
        }
    }
}

extension CannedAnswer {
    /// The places that a text may have, such as `{name}`.
    package static let places = ["name", "points", "tier", "agent", "brand"]

    /// The text with its places filled; those that are not known stay.
    ///
    /// What is put in is text and is not looked at again: a name with braces fills nothing.
    package func filled(_ values: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}"),
                let value = values[String(rest[rest.index(after: open)..<close])]
            else {
                result.append("{")
                rest = rest[rest.index(after: open)...]
                continue
            }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
