internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Messages to many members: writing them, what would become of them, and how they stand.
    var broadcastPages: [Page] {
        [
            Page(.get, "/console/broadcasts", .may(.sendBroadcasts)) { try await broadcastsPage($0) },
            Page(.post, "/console/broadcasts", .may(.sendBroadcasts), answer: writeBroadcast),
            Page(.get, "/console/broadcasts/{broadcast}", .may(.sendBroadcasts)) { try await broadcastPage($0) },
            Page(.post, "/console/broadcasts/{broadcast}", .may(.sendBroadcasts), answer: changeBroadcast),
        ] + unsubscribePages
    }

    private func broadcastsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let (texts, brand) = (visit.texts, try await brand())
        let broadcasts = brand.version == nil ? [] : try await service.broadcasts()
        var fields = problemFields(problems)
        fields["rows"] = broadcasts.map { broadcast in
            [
                "path": "/console/broadcasts/\(broadcast.id.text)", "name": shown(broadcast.content.name, upTo: 80),
                "state": texts.say("broadcast.state.\(broadcast.state.rawValue)"),
                "isRunning": broadcast.state == .running, "to": audience(broadcast, visit, brand),
                "when": visit.wording.moment(broadcast.startedAt ?? broadcast.createdAt, in: brand.zone),
            ] as Fields
        }
        fields["hasRows"] = !broadcasts.isEmpty
        let form = visit.form
        // A piece of the library begins what is written; what was typed stands.
        let piece = form.has("name") ? nil : try await pieceToTake(visit)
        fields["name"] = form.has("name") ? form["name"] : piece?.name ?? ""
        fields["facts"] = form.raw("facts") ?? ""
        fields["holdOut"] = form["holdOut"]
        fields["perMinute"] = form.has("perMinute") ? form["perMinute"] : "600"
        fields["expires"] = form["expires"]
        fields["atLimit"] = ["wait", "drop", "digest"].map {
            option($0, texts.say("broadcast.atLimit.\($0)"), form.has("atLimit") ? form["atLimit"] : "wait")
        }
        let segments = brand.programme?.segments ?? []
        fields["segments"] =
            [option("", texts.say("broadcast.everybody"), form["segment"])]
            + segments.map { segment in
                option(segment.key.text, segment.name.text(in: visit.language.key) ?? segment.key.text, form["segment"])
            }
        let languages = brand.programme?.languages ?? []
        let ways = try await service.messageWays()
        fields["mails"] = languages.map { formFields("mail", $0, visit, problems, piece?.words(for: $0)) }
        let networks = BroadcastContent.ways.filter { $0.name != "mail" && ways.contains($0.channel) }
        fields["networks"] = networks.map { way, _ in
            let words = languages.map { formFields(way, $0, visit, problems) }
            let isOpen = words.contains { ($0["text"] as? String)?.isEmpty == false || $0["wrong"] is String }
            return [
                "way": way, "label": wayText(way, texts), "words": words, "isOpen": isOpen,
                "isTemplate": way == "whatsapp", "help": texts.say("broadcast.wayHelp.\(way)"),
            ] as Fields
        }
        fields["firsts"] =
            networks.isEmpty
            ? [] : (["mail"] + networks.map(\.name)).map { option($0, wayText($0, texts), form["first"]) }
        fields["hasNetworks"] = !networks.isEmpty
        fields["surveys"] =
            brand.programme.map { programme in
                guard !programme.surveys.isEmpty else { return [Fields]() }
                return [option("", texts.say("broadcast.noSurvey"), form["survey"])]
                    + programme.surveys.map { survey in
                        option(
                            survey.key.text,
                            survey.ask.text(in: visit.language.key) ?? survey.key.text,
                            form["survey"]
                        )
                    }
            } ?? []
        fields["hasSurveys"] = brand.programme?.surveys.isEmpty == false
        return page(
            "broadcasts",
            visit,
            title: texts.say("broadcast.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// What a way is called.
    private func wayText(_ way: String, _ texts: Texts) -> String {
        capitalised(texts.raw("channel.\(way == "mail" ? "email" : way)") ?? way)
    }

    /// The fields of the words by one way in one language.
    private func formFields(
        _ way: String,
        _ language: Key,
        _ visit: Visit,
        _ problems: [FormProblem],
        _ begun: ContentPiece.Form? = nil
    ) -> Fields {
        let (form, field) = (visit.form, "\(way)-\(language)")
        let mark = way == "mail" ? "" : "\(way)-"
        return [
            "language": language.text, "label": Language(rawValue: language.text)?.ownName ?? language.text,
            "field": field, "subject": form.raw("subject-\(mark)\(language)") ?? begun?.title ?? "",
            "text": form.raw("text-\(mark)\(language)") ?? begun?.text ?? "",
            "template": form.raw("template-\(mark)\(language)") ?? "",
            "wrong": problems.first { $0.field == field }?.message ?? false as Any,
        ]
    }

    /// The piece of the content library that the address names, to be taken into a broadcast; none names none.
    private func pieceToTake(_ visit: Visit) async throws -> ContentPiece? {
        guard let id = Identifier(text: visit.query["content"]) else { return nil }
        do { return try await service.content(id) } catch is ContentRefusal { return nil }
    }

    private func writeBroadcast(_ visit: Visit) async throws -> Response {
        do {
            let broadcast = try await service.writeBroadcast(
                try document(visit, try await brand()),
                by: try visit.staff().actor
            )
            return redirect("/console/broadcasts/\(broadcast.id.text)?done=broadcastWritten")
        } catch BroadcastRefusal.malformed(let found) {
            return try await broadcastsPage(visit, problems: found.map { problem($0, visit) })
        } catch let refusal as StaffRefusal {
            return try await broadcastsPage(visit, problems: problems(refusal, visit))
        }
    }

    /// What the form states, as the service reads it; what was left empty is not in it.
    private func document(_ visit: Visit, _ brand: BrandView) throws -> JSON {
        let form = visit.form
        var object: JSONObject = ["name": .string(form["name"]), "atLimit": .string(form["atLimit"])]
        if !form["segment"].isEmpty { object.set("segment", .string(form["segment"])) }
        if !form["holdOut"].isEmpty {
            let typed = form["holdOut"]
            object.set("holdOut", .string(typed.hasSuffix("%") ? typed : "\(typed) %"))
        }
        if !form["perMinute"].isEmpty {
            object.set("perMinute", Int64(form["perMinute"]).map { .integer($0) } ?? .string(form["perMinute"]))
        }
        if !form["expires"].isEmpty {
            // Good for the whole of its last day.
            let end = Day(iso: form["expires"]).map { brand.zone.start(of: $0.adding(days: 1)).rfc3339 }
            object.set("expiresAt", .string(end ?? form["expires"]))
        }
        let facts = (form.raw("facts") ?? "").split(whereSeparator: \.isNewline).map { Form.line($0) }
        object.set("facts", .array(facts.filter { !$0.isEmpty }.map { .string($0) }))
        var mail: JSONObject = [:]
        for language in brand.programme?.languages ?? [] {
            let subject = form["subject-\(language)"]
            let text = (form.raw("text-\(language)") ?? "").replacing("\r\n", with: "\n")
            guard !subject.isEmpty || !text.isEmpty else { continue }
            mail.set(language.text, .object(["subject": .string(subject), "text": .string(text)]))
        }
        if !mail.members.isEmpty { object.set("mail", .object(mail)) }
        for way in BroadcastContent.ways.map(\.name) where way != "mail" {
            let words = networkWords(way, form, brand)
            if !words.members.isEmpty { object.set(way, .object(words)) }
        }
        if !form["first"].isEmpty, object[form["first"]] != nil {
            object.set("ways", .array([.string(form["first"])]))
        }
        if !form["survey"].isEmpty { object.set("survey", .string(form["survey"])) }
        return .object(object)
    }

    /// The words that were typed for a network, by language.
    private func networkWords(_ way: String, _ form: Form, _ brand: BrandView) -> JSONObject {
        var words: JSONObject = [:]
        for language in brand.programme?.languages ?? [] {
            let text = (form.raw("text-\(way)-\(language)") ?? "").replacing("\r\n", with: "\n")
            let template = form["template-\(way)-\(language)"]
            guard !text.isEmpty || !template.isEmpty else { continue }
            var own: JSONObject = ["text": .string(text)]
            if way == "whatsapp" { own.set("template", .string(template)) }
            words.set(language.text, .object(own))
        }
        return words
    }

    /// What is wrong, in the language of the page, beside the field in which it can be mended.
    private func problem(_ found: BroadcastProblem, _ visit: Visit) -> FormProblem {
        let parts = found.field.split(separator: ".").map(String.init)
        let way = parts.first.flatMap { name in BroadcastContent.ways.first { $0.name == name }?.name }
        let language = parts.count > 1 && way != nil ? parts[1] : nil
        let field =
            language.map { "\(way ?? "mail")-\($0)" }
            ?? (found.field.hasPrefix("facts") ? "facts" : found.field == "expiresAt" ? "expires" : found.field)
        var name = way.map { wayText($0, visit.texts) } ?? visit.texts.say("broadcast.field.\(field)")
        if let language { name += " (\(Language(rawValue: language)?.ownName ?? language))" }
        let reason = visit.texts.say("broadcast.problem.\(found.kind.name)", ["what": found.kind.what ?? ""])
        return FormProblem(field: field, message: "\(name): \(reason)")
    }

    private func audience(_ broadcast: Broadcast, _ visit: Visit, _ brand: BrandView) -> String {
        guard let key = broadcast.content.segment else { return visit.texts.say("broadcast.everybody") }
        return brand.programme?.segment(key)?.name.text(in: visit.language.key) ?? key.text
    }

    // MARK: - One of them

    private func broadcastPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let results = try await results(visit)
        let (texts, wording, brand, broadcast) = (visit.texts, visit.wording, try await brand(), results.broadcast)
        var fields = problemFields(problems)
        fields["name"] = shown(broadcast.content.name, upTo: 80)
        fields["state"] = texts.say("broadcast.state.\(broadcast.state.rawValue)")
        fields["isRunning"] = broadcast.state == .running
        fields["path"] = "/console/broadcasts/\(broadcast.id.text)"
        let steps = BroadcastStep.allCases.filter { $0.isPossible(from: broadcast.state) }
        fields["hasSteps"] = !steps.isEmpty
        fields["steps"] = steps.map { step in
            [
                "do": step.rawValue, "text": texts.say("broadcast.step.\(step.rawValue)"),
                "look": step == .stop ? "btn-bad" : step == .pause ? "btn-quiet" : "btn-main",
            ] as Fields
        }
        let channels = broadcast.content.concept.channels
        fields["facts"] = [
            fact("to", audience(broadcast, visit, brand), texts),
            fact("facts", broadcast.content.factTexts.joined(separator: " · "), texts),
            fact(
                "ways",
                channels == [BroadcastContent.mail]
                    ? "" : channels.map { wayText(BroadcastContent.wayName($0), texts) }.joined(separator: " → "),
                texts
            ), fact("survey", broadcast.content.survey?.text ?? "", texts),
            fact("perMinute", wording.number(Int64(broadcast.content.perMinute)), texts),
            fact("holdOut", broadcast.content.holdOutText ?? texts.say("campaigns.nobodyOut"), texts),
            fact(
                "expires",
                broadcast.content.expiresAt.map { wording.moment($0, in: brand.zone) } ?? texts.say("member.never"),
                texts
            ),
        ].filter { $0["value"] as? String != "" }
        fields["mails"] = broadcast.content.concept.renderings.map { rendering in
            let language = Language(rawValue: rendering.language.text)?.ownName ?? rendering.language.text
            let way = BroadcastContent.wayName(rendering.channel)
            return [
                "language": rendering.language.text,
                "label": channels == [BroadcastContent.mail] ? language : "\(wayText(way, texts)) · \(language)",
                "subject": rendering.title, "text": rendering.text, "pageLanguage": visit.language.rawValue,
                "template": rendering.template?.text ?? false as Any, "way": way, "isMail": way == "mail",
                "end": broadcast.content.kind.needsConsent && way != "mail"
                    ? texts.say("broadcast.withEnd") : false as Any,
            ] as Fields
        }
        fields["tone"] = try await toneLines(
            broadcast.content.concept.renderings.map { ($0.language, $0.title + "\n" + $0.text) },
            visit
        )
        if broadcast.state == .draft {
            if visit.query.has("preview") { fields["preview"] = try await previewFields(visit, brand, broadcast) }
            fields["mayPreview"] = true
        } else {
            fields["results"] = resultFields(results, visit)
        }
        return page(
            "broadcast",
            visit,
            title: shown(broadcast.content.name, upTo: 60),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func fact(_ name: String, _ value: String, _ texts: Texts) -> Fields {
        ["label": texts.say("broadcast.field.\(name)"), "value": value]
    }

    private func results(_ visit: Visit) async throws -> BroadcastResults {
        guard let id = Identifier(text: visit.parameter("broadcast")) else { throw WebFailure.notFound }
        do {
            return try await service.broadcastResults(id)
        } catch is BroadcastRefusal {
            throw WebFailure.notFound
        }
    }

    /// "Of 4,212: 3,120 now, 610 at 08:00, 298 …", a line each.
    private func previewFields(_ visit: Visit, _ brand: BrandView, _ broadcast: Broadcast) async throws -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        let preview = try await service.previewBroadcast(broadcast.id)
        var rows: [Fields] = [["what": texts.say("broadcast.now"), "count": wording.number(Int64(preview.tally.sent))]]
        rows += preview.sortedWaits.prefix(10).map { until, count in
            [
                "what": texts.say("broadcast.at", ["when": wording.moment(until, in: brand.zone)]),
                "count": wording.number(Int64(count)),
            ] as Fields
        }
        if preview.byWay.count > 1 {
            rows += preview.byWay.map { channel, count in
                [
                    "what": texts.say(
                        "broadcast.byWay",
                        ["way": wayText(BroadcastContent.wayName(channel), texts)]
                    ), "count": wording.number(Int64(count)),
                ] as Fields
            }
        }
        rows += preview.tally.reasons.filter { $0.reason != .allowed && $0.reason != .quietHours }.map {
            reason,
            count in
            [
                "what": capitalised(texts.say("contact.reason.\(reason.rawValue)")),
                "count": wording.number(Int64(count)),
            ] as Fields
        }
        return [
            "targeted": texts.say("broadcast.targeted", ["count": wording.number(Int64(preview.tally.targeted))]),
            "rows": rows,
        ]
    }

    private func resultFields(_ results: BroadcastResults, _ visit: Visit) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        var rows: [Fields] = Contact.Way.allCases.filter { $0 == .sent || results.count($0) > 0 }.map { way in
            ["what": texts.say("contact.way.\(way.rawValue)"), "count": wording.number(results.count(way))] as Fields
        }
        rows += results.reasons.map { reason, verdict, count in
            [
                "what": "\(texts.say("contact.verdict.\(verdict)")): \(texts.say("contact.reason.\(reason.rawValue)"))",
                "count": wording.number(count),
            ] as Fields
        }
        return [
            "targeted": texts.say("broadcast.targeted", ["count": wording.number(results.targeted)]), "rows": rows,
            "isPlanned": results.broadcast.isPlanned,
        ]
    }

    /// Sends one of its forms to whoever looks at it (rule G-14).
    private func testBroadcast(_ visit: Visit) async throws -> Response {
        let (id, session, texts) = (try await results(visit).broadcast.id, try visit.staff(), visit.texts)
        do {
            let trial = try await service.testBroadcast(
                id,
                to: visit.form["way"].isEmpty || visit.form["way"] == "mail"
                    ? session.staff.email : visit.form["to"],
                way: visit.form["way"].isEmpty ? "mail" : visit.form["way"],
                language: Key(visit.form["language"]),
                by: session.actor
            )
            guard let failure = trial.failure else {
                return redirect("/console/broadcasts/\(id.text)?done=broadcastTested")
            }
            let message = texts.say("broadcast.testFailed", ["reason": failure.reason])
            return try await broadcastPage(visit, problems: [FormProblem(field: "do", message: message)])
        } catch BroadcastRefusal.noAddress {
            let message = texts.say("broadcast.noAddress")
            return try await broadcastPage(visit, problems: [FormProblem(field: "do", message: message)])
        } catch BroadcastRefusal.malformed(let found) {
            return try await broadcastPage(visit, problems: found.map { problem($0, visit) })
        } catch let refusal as StaffRefusal {
            return try await broadcastPage(visit, problems: problems(refusal, visit))
        }
    }

    private func changeBroadcast(_ visit: Visit) async throws -> Response {
        if visit.form["do"] == "test" { return try await testBroadcast(visit) }
        guard let step = BroadcastStep(rawValue: visit.form["do"]) else { throw WebFailure.notFound }
        let id = try await results(visit).broadcast.id
        do {
            _ = try await service.change(id, step, by: try visit.staff().actor)
            return redirect("/console/broadcasts/\(id.text)?done=broadcastChanged")
        } catch BroadcastRefusal.noAddress {
            let message = visit.texts.say("broadcast.noAddress")
            return try await broadcastPage(visit, problems: [FormProblem(field: "do", message: message)])
        } catch BroadcastRefusal.notFrom(let state) {
            let message = visit.texts.say(
                "broadcast.notFrom",
                ["state": visit.texts.say("broadcast.state.\(state.rawValue)")]
            )
            return try await broadcastPage(visit, problems: [FormProblem(field: "do", message: message)])
        } catch let refusal as StaffRefusal {
            return try await broadcastPage(visit, problems: problems(refusal, visit))
        }
    }
}

extension Form {
    /// A line without its outer blanks.
    fileprivate static func line(_ text: Substring) -> String {
        var rest = text
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
