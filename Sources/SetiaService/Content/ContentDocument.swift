package import JSONText
internal import SetiaCore

extension ContentPiece {
    /// As interfaces tell it.
    package var json: JSON {
        var object: JSONObject = [
            "id": .string(id.text), "kind": .string(kind.rawValue), "name": .string(name),
            "state": .string(state.rawValue), "createdAt": .string(createdAt.rfc3339),
            "changedAt": .string(changedAt.rfc3339), "forms": formsDocument,
        ]
        if let day { object.set("day", .string("\(day)")) }
        if let owner { object.set("owner", .string(owner.text)) }
        return .object(object)
    }

    /// Its words as they are kept and told.
    package var formsDocument: JSON {
        .array(
            forms.map { form in
                var object: JSONObject = [
                    "channel": .string(form.channel.rawValue), "language": .string(form.language.text),
                    "text": .string(form.text), "title": .string(form.title),
                ]
                if let picture = form.picture { object.set("picture", .string(picture)) }
                return .object(object)
            }
        )
    }

    /// Takes on what a document states, in place of all that it said before (rule Z-2).
    ///
    /// - Parameters:
    ///   - document: `{"kind", "name", "state", "day", "owner", "forms": [{"language", "channel", "title", "text",
    ///     "picture"}]}`; kind `tip`, state `draft` where they are left out.
    ///   - languages: Those of the programme.
    ///   - today: On which day a piece is told that is published without one.
    /// - Throws: `ContentRefusal.malformed`, with all that is wrong.
    mutating func take(_ document: JSON, languages: [Key], today: Day) throws(ContentRefusal) {
        var reader = ContentReader(languages: languages)
        reader.read(document, into: &self)
        if state != .draft, forms.isEmpty { reader.problems.append(ContentProblem("forms", .noForm)) }
        if state == .published, day == nil { day = today }
        guard reader.problems.isEmpty else { throw .malformed(reader.problems) }
    }
}

/// The most that a piece may hold.
package enum ContentLimits {
    /// Characters of a name.
    package static let name = 100
    /// Characters of a title.
    package static let title = 200
    /// Characters of a text.
    package static let text = 20_000
    /// Words in so many languages and channels.
    package static let forms = 60
    /// Pieces of a brand.
    package static let pieces = 2_000
}

private struct ContentReader {
    let languages: [Key]
    var problems: [ContentProblem] = []

    init(languages: [Key]) { self.languages = languages }

    mutating func read(_ json: JSON, into piece: inout ContentPiece) {
        guard let object = json.object else {
            problems.append(ContentProblem("", .notObject))
            return
        }
        for member in object.members where !["kind", "name", "state", "day", "owner", "forms"].contains(member.key) {
            problems.append(ContentProblem(member.key, .notKnown))
        }
        piece.kind = choice("kind", json["kind"], .tip)
        piece.state = choice("state", json["state"], .draft)
        piece.name = line("name", json["name"], atMost: ContentLimits.name)
        piece.day = nil
        if let day = present(json["day"]) {
            piece.day = day.string.flatMap { Day(iso: $0) }
            if piece.day == nil { problems.append(ContentProblem("day", .notDay)) }
        }
        piece.owner = nil
        if let owner = present(json["owner"]) {
            piece.owner = owner.string.flatMap { StaffID(text: $0) }
            if piece.owner == nil { problems.append(ContentProblem("owner", .notStaff)) }
        }
        piece.forms = forms(present(json["forms"]))
    }

    private mutating func forms(_ json: JSON?) -> [ContentPiece.Form] {
        guard let json else { return [] }
        guard let items = json.array else {
            problems.append(ContentProblem("forms", .notList))
            return []
        }
        guard items.count <= ContentLimits.forms else {
            problems.append(ContentProblem("forms", .tooManyForms(ContentLimits.forms)))
            return []
        }
        var forms: [ContentPiece.Form] = []
        for (place, item) in items.enumerated() {
            let field = "forms[\(place)]"
            guard let object = item.object else {
                problems.append(ContentProblem(field, .notObject))
                continue
            }
            for member in object.members
            where !["language", "channel", "title", "text", "picture"].contains(member.key) {
                problems.append(ContentProblem("\(field).\(member.key)", .notKnown))
            }
            let language = Key(item["language"]?.string ?? "")
            if !languages.contains(language) { problems.append(ContentProblem("\(field).language", .notLanguage)) }
            let form = ContentPiece.Form(
                language: language,
                channel: choice("\(field).channel", item["channel"], .portal),
                title: line("\(field).title", item["title"], atMost: ContentLimits.title),
                text: text("\(field).text", item["text"], atMost: ContentLimits.text),
                picture: picture("\(field).picture", item["picture"])
            )
            if forms.contains(where: { $0.language == form.language && $0.channel == form.channel }) {
                problems.append(ContentProblem(field, .twice))
            }
            forms.append(form)
        }
        return forms
    }

    private func present(_ json: JSON?) -> JSON? { json.flatMap { $0.isNull ? nil : $0 } }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ field: String,
        _ json: JSON?,
        _ usual: Choice
    ) -> Choice where Choice.RawValue == String {
        guard let json = present(json) else { return usual }
        if let known = json.string.flatMap({ Choice(rawValue: $0) }) { return known }
        problems.append(ContentProblem(field, .notOneOf(Choice.allCases.map { $0.rawValue })))
        return usual
    }

    /// A line without outer blanks.
    private mutating func line(_ field: String, _ json: JSON?, atMost most: Int) -> String {
        let line = text(field, json, atMost: most)
        if line.unicodeScalars.contains(where: { $0.value < 32 }) { problems.append(ContentProblem(field, .controls)) }
        return line
    }

    private mutating func text(_ field: String, _ json: JSON?, atMost most: Int) -> String {
        var rest = Substring(json?.string ?? "").unicodeScalars
        while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
        let text = String(String.UnicodeScalarView(rest)).replacing("\r\n", with: "\n")
        if text.utf8.isEmpty { problems.append(ContentProblem(field, .empty)) }
        if text.unicodeScalars.count > most { problems.append(ContentProblem(field, .tooLong(most))) }
        if rest.contains(where: {
            ($0.value < 32 && ![9, 10, 13].contains($0.value)) || (127..<160).contains($0.value)
        }) {
            problems.append(ContentProblem(field, .controls))
        }
        return text
    }

    private mutating func picture(_ field: String, _ json: JSON?) -> String? {
        guard let json = present(json) else { return nil }
        guard let link = json.string, link.utf8.count <= 500, link.hasPrefix("https://"), link.utf8.count > 8,
            link.utf8.allSatisfy({ $0 > 32 && $0 < 127 && ![34, 39, 60, 62, 92].contains($0) })
        else {
            problems.append(ContentProblem(field, .notLink))
            return nil
        }
        return link
    }
}
