internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Tips, tutorials and posts: the calendar, one of them, and what members read.
    var contentPages: [Page] {
        [
            Page(.get, "/console/content", .may(.sendBroadcasts), answer: contentPage),
            Page(.get, "/console/content/new", .may(.sendBroadcasts)) { try await contentPiecePage($0) },
            Page(.post, "/console/content/new", .may(.sendBroadcasts), answer: keepContentPiece),
            Page(.get, "/console/content/voice", .may(.sendBroadcasts)) { try await voicePage($0) },
            Page(.post, "/console/content/voice", .may(.sendBroadcasts), answer: saveVoicePage),
            Page(.get, "/console/content/{piece}", .may(.sendBroadcasts)) { try await contentPiecePage($0) },
            Page(.post, "/console/content/{piece}", .may(.sendBroadcasts), answer: keepContentPiece),
            Page(.get, "/card/read", .member, answer: readingPage),
        ]
    }

    // MARK: - The calendar

    private func contentPage(_ visit: Visit) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let address = ContentAddress(visit.query, today: brand.zone.day(of: visit.now))
        let names = try await staffNames()
        let dated = try await service.contents(address.wishOfMonth)
        let undated = try await service.contents(address.wish).filter { $0.day == nil }
        func row(_ piece: ContentPiece) -> Fields {
            [
                "path": "/console/content/\(piece.id.text)", "name": shown(piece.name, upTo: 100),
                "kind": texts.say("content.kind.\(piece.kind.rawValue)"),
                "state": texts.say("content.state.\(piece.state.rawValue)"), "look": look(piece.state),
                "day": piece.day.map { visit.wording.day($0) } ?? false as Any,
                "iso": piece.day.map { "\($0)" } ?? "",
                "languages": Set(piece.forms.map { $0.language.text }).sorted().joined(separator: ", "),
                "owner": shown(piece.owner.flatMap { names[$0] } ?? texts.say("inbox.nobody"), upTo: 60),
            ]
        }
        var fields: Fields = [
            "monthTitle": texts.say("month.\(address.month.month)", ["year": String(address.month.year)]),
            "before": address.path(of: address.month.before), "after": address.path(of: address.month.after),
            "weekdays": (1...7).map { texts.say("weekday.\($0)") },
            "weeks": weeks(of: address.month, brand.zone.day(of: visit.now), dated, visit),
            "rows": dated.map(row), "hasRows": !dated.isEmpty, "undated": undated.map(row),
            "hasUndated": !undated.isEmpty,
        ]
        fillFilters(&fields, address, try await service.answerers(), visit, brand)
        return page("content", visit, title: texts.say("content.title"), fields)
    }

    private func look(_ state: ContentPiece.State) -> String {
        switch state {
        case .draft: ""
        case .ready: "hue"
        case .published: "good"
        }
    }

    /// The weeks of a month, from Monday on, each day with its pieces; days of other months are empty.
    private func weeks(of month: ContentMonth, _ today: Day, _ pieces: [ContentPiece], _ visit: Visit) -> [Fields] {
        let days = month.days
        let lead = month.firstWeekday
        let cells: [Day?] = [Day?](repeating: nil, count: lead) + days.map { $0 }
        return stride(from: 0, to: cells.count, by: 7).map { start in
            let week = cells[start..<min(start + 7, cells.count)]
            let filled = Array(week) + [Day?](repeating: nil, count: 7 - week.count)
            return [
                "days": filled.map { day -> Fields in
                    guard let day else { return ["number": "", "isToday": false, "pieces": [Fields]()] }
                    return [
                        "number": "\(day.number - days[0].number + 1)", "isToday": day == today,
                        "pieces": pieces.filter { $0.day == day }.map { piece in
                            [
                                "path": "/console/content/\(piece.id.text)", "name": shown(piece.name, upTo: 40),
                                "look": look(piece.state),
                                "state": visit.texts.say("content.state.\(piece.state.rawValue)"),
                            ] as Fields
                        },
                    ]
                }
            ]
        }
    }

    private func fillFilters(
        _ fields: inout Fields,
        _ address: ContentAddress,
        _ staff: [StaffMember],
        _ visit: Visit,
        _ brand: BrandView
    ) {
        let (texts, wish) = (visit.texts, address.wish)
        let any = option("", texts.say("inbox.filter.any"), "")
        func chosen(_ value: String?) -> String { value ?? "" }
        fields["month"] = address.month.text
        let states = ContentPiece.State.allCases.map { state in
            option(state.rawValue, texts.say("content.state.\(state.rawValue)"), chosen(wish.state?.rawValue))
        }
        let kinds = ContentPiece.Kind.allCases.map { kind in
            option(kind.rawValue, texts.say("content.kind.\(kind.rawValue)"), chosen(wish.kind?.rawValue))
        }
        let languages = (brand.programme?.languages ?? []).map { language in
            let name = Language(rawValue: language.text)?.ownName ?? language.text
            return option(language.text, name, chosen(wish.language?.text))
        }
        let channels = ContentPiece.Channel.allCases.map { channel in
            option(channel.rawValue, texts.say("content.channel.\(channel.rawValue)"), chosen(wish.channel?.rawValue))
        }
        let owners = staff.map { option($0.id.text, shown($0.name, upTo: 60), chosen(wish.owner?.text)) }
        let all: [(field: String, options: [Fields])] = [
            ("state", states), ("kind", kinds), ("language", languages), ("channel", channels), ("owner", owners),
        ]
        fields["filters"] = all.map { field, options -> Fields in
            ["field": field, "label": texts.say("content.filter.\(field)"), "options": [any] + options]
        }
    }

    // MARK: - One piece

    /// The form of a piece, or of a new one.
    private func contentPiecePage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let piece = try await knownPiece(visit)
        let (texts, form, brand, isSent) = (visit.texts, visit.form, try await brand(), !problems.isEmpty)
        func value(_ field: String, _ own: String) -> String { isSent ? form.raw(field) ?? "" : own }
        var fields = problemFields(problems)
        fields["path"] = "/console/content/\(piece?.id.text ?? "new")"
        fields["name"] = value("name", piece?.name ?? "")
        fields["heading"] = piece?.name ?? texts.say("content.new")
        fields["day"] = value("day", piece?.day.map { "\($0)" } ?? "")
        let kind = value("kind", piece?.kind.rawValue ?? "tip")
        fields["kinds"] = ContentPiece.Kind.allCases.map {
            option($0.rawValue, texts.say("content.kind.\($0.rawValue)"), kind)
        }
        let state = value("state", piece?.state.rawValue ?? "draft")
        fields["states"] = ContentPiece.State.allCases.map {
            option($0.rawValue, texts.say("content.state.\($0.rawValue)"), state)
        }
        let owner = value("owner", piece?.owner?.text ?? "")
        fields["owners"] =
            [option("", texts.say("inbox.nobody"), owner)]
            + (try await service.answerers()).map { option($0.id.text, shown($0.name, upTo: 60), owner) }
        fields["languages"] = (brand.programme?.languages ?? []).map { language in
            [
                "language": language.text, "label": Language(rawValue: language.text)?.ownName ?? language.text,
                "forms": ContentPiece.Channel.allCases.map { channel in
                    let own = piece?.form(language, channel)
                    let mark = "\(language)-\(channel.rawValue)"
                    let wrong = problems.first { $0.field == "form-\(mark)" }?.message
                    let title = value("title-\(mark)", own?.title ?? "")
                    return [
                        "mark": mark, "lang": language.text,
                        "channel": texts.say("content.channel.\(channel.rawValue)"),
                        "title": title, "text": value("text-\(mark)", own?.text ?? ""),
                        "picture": value("picture-\(mark)", own?.picture ?? ""), "wrong": wrong ?? false as Any,
                        "isOpen": !title.isEmpty || wrong != nil || channel == .portal,
                    ] as Fields
                },
            ] as Fields
        }
        fields["tone"] = try await toneLines(
            piece?.forms.map { ($0.language, $0.title + "\n" + $0.text) } ?? [],
            visit
        )
        fields["broadcastPath"] = piece.map { "/console/broadcasts?content=\($0.id.text)" } ?? false as Any
        return page(
            "content-piece",
            visit,
            title: piece.map { shown($0.name, upTo: 60) } ?? texts.say("content.new"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// The piece that the address names; none is a new one.
    private func knownPiece(_ visit: Visit) async throws -> ContentPiece? {
        guard visit.path != "/console/content/new" else { return nil }
        guard let id = Identifier(text: visit.parameter("piece")) else { throw WebFailure.notFound }
        do { return try await service.content(id) } catch is ContentRefusal { throw WebFailure.notFound }
    }

    private func keepContentPiece(_ visit: Visit) async throws -> Response {
        let piece = try await knownPiece(visit)
        let languages = try await brand().programme?.languages ?? []
        let marks = languages.flatMap { language in
            ContentPiece.Channel.allCases.map { (language: language, channel: $0) }
        }.filter { language, channel in
            ["title", "text", "picture"].contains { !visit.form["\($0)-\(language)-\(channel.rawValue)"].isEmpty }
        }
        do {
            let kept = try await service.keepContent(
                piece?.id,
                document(visit.form, marks),
                by: try visit.staff().actor
            )
            return redirect("/console/content/\(kept.id.text)?done=contentKept")
        } catch ContentRefusal.malformed(let found) {
            let problems = found.map { problem($0, marks, visit) }
            return try await contentPiecePage(visit, problems: problems)
        } catch ContentRefusal.tooMany(let most) {
            let message = visit.texts.say("content.tooMany", ["n": visit.wording.number(Int64(most))])
            return try await contentPiecePage(visit, problems: [FormProblem(field: "name", message: message)])
        } catch let refusal as StaffRefusal {
            return try await contentPiecePage(visit, problems: problems(refusal, visit))
        }
    }

    /// What the form states, as the service reads it; words that were left empty are not in it.
    private func document(_ form: Form, _ marks: [(language: Key, channel: ContentPiece.Channel)]) -> JSON {
        var object: JSONObject = [
            "kind": .string(form["kind"]), "name": .string(form["name"]), "state": .string(form["state"]),
            "forms": .array(
                marks.map { language, channel in
                    let mark = "\(language)-\(channel.rawValue)"
                    var words: JSONObject = [
                        "language": .string(language.text), "channel": .string(channel.rawValue),
                        "title": .string(form["title-\(mark)"]), "text": .string(form.raw("text-\(mark)") ?? ""),
                    ]
                    if !form["picture-\(mark)"].isEmpty { words.set("picture", .string(form["picture-\(mark)"])) }
                    return .object(words)
                }
            ),
        ]
        if !form["day"].isEmpty { object.set("day", .string(form["day"])) }
        if !form["owner"].isEmpty { object.set("owner", .string(form["owner"])) }
        return .object(object)
    }

    /// What is wrong, in the language of the page, beside the field in which it can be mended.
    private func problem(
        _ found: ContentProblem,
        _ marks: [(language: Key, channel: ContentPiece.Channel)],
        _ visit: Visit
    ) -> FormProblem {
        let texts = visit.texts
        let reason = texts.say("content.problem.\(found.kind.name)", ["what": found.kind.what ?? ""])
        guard found.field.hasPrefix("forms["), let place = Int(found.field.dropFirst(6).prefix { $0 != "]" }),
            marks.indices.contains(place)
        else {
            let known = ["name", "day", "owner", "kind", "state", "forms"].contains(found.field) ? found.field : "name"
            return FormProblem(field: known, message: "\(texts.say("content.field.\(known)")): \(reason)")
        }
        let (language, channel) = marks[place]
        let part = found.field.split(separator: ".").last.map(String.init) ?? "text"
        let field = ["title", "text", "picture"].contains(part) ? part : "text"
        let name = texts.say("content.field.\(field)")
        let own = Language(rawValue: language.text)?.ownName ?? language.text
        let whose = "\(own), \(texts.say("content.channel.\(channel.rawValue)"))"
        return FormProblem(field: "form-\(language)-\(channel.rawValue)", message: "\(name) (\(whose)): \(reason)")
    }

    // MARK: - What members read

    private func readingPage(_ visit: Visit) async throws -> Response {
        let all = try await service.contentToRead(in: visit.language.key)
        let fields: Fields = [
            "rows": all.map { piece, form in
                [
                    "kind": visit.texts.say("content.kind.\(piece.kind.rawValue)"), "title": form.title,
                    "text": form.text, "picture": form.picture ?? false as Any, "id": piece.id.text,
                    "day": piece.day.map { visit.wording.day($0) } ?? "", "iso": piece.day.map { "\($0)" } ?? "",
                ] as Fields
            }, "hasRows": !all.isEmpty,
        ]
        return page("card-read", visit, title: visit.texts.say("content.read"), fields, frame: .portal)
    }

    /// The newest of what there is to read, on her card.
    func fillReading(_ fields: inout Fields, _ visit: Visit) async throws {
        let all = try await service.contentToRead(in: visit.language.key)
        guard !all.isEmpty else { return }
        fields["reading"] =
            [
                "items": all.prefix(3).map { piece, form in
                    ["path": "/card/read#\(piece.id.text)", "title": shown(form.title, upTo: 120)] as Fields
                }
            ] as Fields
    }
}
