internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import Logging
internal import NIOCore
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService
internal import SetiaWire

extension Web {
    /// What would have happened under another programme: asked, watched, read, taken away.
    var whatIfPages: [Page] {
        [
            Page(.get, "/console/programme/what-if", .may(.seeFigures), answer: whatIfPage),
            Page(.post, "/console/programme/what-if", .may(.seeFigures), answer: beginOrStopWhatIf),
            Page(.get, "/console/programme/what-if.csv", .may(.seeFigures), answer: whatIfCSV),
            Page(.get, "/console/programme/what-if.json", .may(.seeFigures), answer: whatIfJSON),
        ]
    }

    private func asker(_ visit: Visit) throws -> Key { Key(try visit.staff().staff.id.text) }

    private func whatIfPage(_ visit: Visit) async throws -> Response {
        let (stand, question) = service.whatIfStand(of: try asker(visit))
        guard visit.query["new"].isEmpty else {
            return try await whatIfForm(visit, WhatIfForm(question: question), [:])
        }
        switch stand {
        case .none: return try await whatIfForm(visit, WhatIfForm(question: question), [:])
        case .failed(let reason):
            settings.logger.error("what-if failed", metadata: ["error": "\(reason)"])
            return try await whatIfForm(
                visit,
                WhatIfForm(question: question),
                ["notice": visit.texts.say("whatIf.failed")]
            )
        case .running(let progress): return watching(progress, visit)
        case .done(let report):
            let programme = try question.map { try service.validate($0.document) }
            let view = WhatIfView(report: report, programme: programme, brand: try await brand(), visit: visit)
            return page("what-if", visit, title: visit.texts.say("whatIf.title"), ["report": view.fields])
        }
    }

    /// How far it has come; the browser asks again by itself, with or without scripts.
    private func watching(_ progress: WhatIfProgress, _ visit: Visit) -> Response {
        let wording = visit.wording
        let running: Fields = [
            "percent": String(Int(progress.done * 100)),
            "progress": visit.texts.say(
                "whatIf.progress",
                [
                    "members": wording.number(Int64(progress.members)),
                    "all": wording.number(Int64(progress.ofMembers)),
                    "events": wording.number(Int64(progress.events)),
                ]
            ),
        ]
        var response = page("what-if", visit, title: visit.texts.say("whatIf.title"), ["running": running])
        if let refresh = HTTPField.Name("Refresh") { response.headers[refresh] = "2" }
        return response
    }

    private func beginOrStopWhatIf(_ visit: Visit) async throws -> Response {
        if visit.form["do"] == "stop" {
            service.stopWhatIf(of: try asker(visit))
            return redirect("/console/programme/what-if?new=1")
        }
        let form = WhatIfForm(visit.form)
        let texts = visit.texts
        do {
            let programme = try service.validate(form.document)
            var problems: [FormProblem] = []
            for (field, day) in [("from", form.from), ("through", form.through)]
            where !day.isEmpty && Day(iso: day) == nil {
                problems.append(FormProblem(field: field, message: texts.say("whatIf.wrongDay")))
            }
            let values = form.value.isEmpty ? [] : [try? PointValue(form.value, in: programme)]
            if values.contains(where: { $0 == nil }) {
                problems.append(FormProblem(field: "value", message: texts.say("whatIf.wrongValue")))
            }
            guard problems.isEmpty else {
                return try await whatIfForm(visit, form, problemFields(problems), status: .unprocessableContent)
            }
            let question = WhatIfQuestion(
                document: form.document,
                from: Day(iso: form.from),
                through: Day(iso: form.through),
                values: values.compactMap { $0 }
            )
            try await service.beginWhatIf(question, by: try asker(visit))
            return redirect("/console/programme/what-if")
        } catch let malformed as MalformedProgramme {
            let faults = faults(malformed.problems, form.document, texts)
            return try await whatIfForm(visit, form, faults, status: .unprocessableContent)
        } catch is WhatIfBusy {
            return try await whatIfForm(visit, form, ["notice": texts.say("whatIf.busy")], status: .conflict)
        }
    }

    private func whatIfForm(
        _ visit: Visit,
        _ form: WhatIfForm,
        _ more: Fields,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let programmes = try await service.programmes()
        let currency = try await service.book()?.newest.programme.currencies.first?.currency.code
        var fields = more
        fields["form"] = [
            "document": form.document.isEmpty ? programmes.last?.document ?? "" : form.document,
            "from": form.from, "through": form.through, "value": form.value, "currency": currency ?? "MYR",
        ]
        return page("what-if", visit, title: visit.texts.say("whatIf.title"), fields, status: status)
    }

    private func whatIfCSV(_ visit: Visit) async throws -> Response {
        let report = try finishedWhatIf(visit)
        return file(csvByteOrderMark + report.rows.map(csvRow).joined(), "text/csv; charset=utf-8", "what-if.csv")
    }

    private func whatIfJSON(_ visit: Visit) async throws -> Response {
        file(try finishedWhatIf(visit).json.pretty + "\n", "application/json", "what-if.json")
    }

    private func finishedWhatIf(_ visit: Visit) throws -> WhatIfReport {
        guard case .done(let report) = service.whatIfStand(of: try asker(visit)).stand else {
            throw WebFailure.notFound
        }
        return report
    }

    private func file(_ text: String, _ type: String, _ name: String) -> Response {
        var response = Response(
            status: .ok,
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
        guardAnswer(&response, [])
        return response
    }
}

/// What was typed to ask.
private struct WhatIfForm {
    var document = ""
    var from = ""
    var through = ""
    var value = ""

    init(_ form: Form) {
        document = form.raw("document") ?? ""
        from = form["from"]
        through = form["through"]
        value = form["value"]
    }

    /// What was asked before, to be asked again a little differently.
    init(question: WhatIfQuestion?) {
        guard let question else { return }
        document = question.document
        from = question.from?.iso ?? ""
        through = question.through?.iso ?? ""
        value = question.values.first.map(\.text) ?? ""
    }
}

extension PointValue {
    /// As it is typed, such as `0.01 MYR`.
    fileprivate var text: String {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        return "\((minorUnits / Rational(scale)).decimalText) \(currency.code)"
    }
}

extension Rational {
    /// The decimal number that it is; it came from one.
    fileprivate var decimalText: String {
        var (scale, digits) = (Int64(1), 0)
        while scale % denominator != 0, digits < 18 {
            scale *= 10
            digits += 1
        }
        let whole = numerator * (scale / denominator)
        guard digits > 0 else { return String(whole) }
        let text = String(whole)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}
