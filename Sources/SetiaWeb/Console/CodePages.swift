internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// One code looked up; a batch of them, made, read, taken away and withdrawn.
    var codePages: [Page] {
        [
            Page(.get, "/console/codes", .may(.seeMember)) { try await codePage($0) },
            Page(.post, "/console/codes", .may(.seeMember), answer: lookUpCode),
            Page(.get, "/console/codes/{batch}", .may(.manageCodes), answer: batchPage),
            Page(.post, "/console/codes/{batch}", .may(.manageCodes), answer: moveBatch),
            Page(.get, "/console/codes/{batch}/codes.csv", .may(.manageCodes), answer: batchFile),
        ]
    }

    /// How many codes stand on a page.
    private static let codesAPage: Int64 = 50

    // MARK: - One code

    private func codePage(
        _ visit: Visit,
        _ more: Fields = [:],
        problems: [FormProblem] = []
    ) async throws -> Response {
        var fields = problemFields(problems)
        fields["typed"] = visit.form["code"]
        fields.merge(more) { _, new in new }
        return page(
            "promotion-code",
            visit,
            title: visit.texts.say("promotions.lookUp"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    // A code is worth money: it travels in the form, and never in an address that logs and histories keep.
    private func lookUpCode(_ visit: Visit) async throws -> Response {
        let session = try visit.staff()
        let typed = visit.form["code"]
        func wrong(_ text: String, _ values: [String: String] = [:]) async throws -> Response {
            let problem = FormProblem(field: "code", message: visit.texts.say("promotions.\(text)", values))
            return try await codePage(visit, problems: [problem])
        }
        guard !typed.isEmpty else { return try await wrong("wrong.noCode") }
        var told: Fields = [:]
        if visit.form["do"] == "stop" {
            guard session.may(.manageCodes) else { throw WebFailure.forbidden(.manageCodes) }
            if try await service.stopVoucher(typed, by: session) {
                told["told"] = visit.texts.say("promotions.codeStopped")
            }
        }
        do {
            guard let found = try await service.lookUpCode(typed, by: session) else {
                return try await wrong("wrong.unknownCode")
            }
            told["found"] = try await fields(found, visit, mayStop: session.may(.manageCodes))
            return try await codePage(visit, told)
        } catch let tooMany as TooManyCodes {
            let minutes = max(1, (tooMany.until.milliseconds - visit.now.milliseconds + 59_999) / 60_000)
            let problem = FormProblem(
                field: "code",
                message: visit.texts.say("refusal.tooManyTries", count: minutes)
            )
            return try await codePage(visit, problems: [problem])
        }
    }

    private func fields(_ found: LookedUpCode, _ visit: Visit, mayStop: Bool) async throws -> Fields {
        let brand = try await brand()
        let (texts, wording) = (visit.texts, visit.wording)
        let words = PromotionWords(visit: visit, brand: brand)
        let voucher = found.view.voucher
        let batch = voucher.batch
        let (state, kind) = words.state(voucher, at: visit.now)
        var facts: [Fields] = []
        func fact(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            facts.append(["label": texts.say("promotions.\(name)"), "value": value])
        }
        fact("promotion", words.name(batch.promotion))
        fact("used", words.used(voucher))
        fact("left", words.left(voucher))
        fact("from", batch.validFrom.map { wording.moment($0, in: brand.zone) })
        fact("until", batch.validUntil.map { words.day(before: $0) })
        fact("made", wording.moment(batch.createdAt, in: brand.zone))
        var uses: [Fields] = []
        for use in found.uses {
            var row: Fields = [
                "when": wording.moment(use.taken.use.at, in: brand.zone),
                "cart": (use.taken.order ?? use.taken.cart.id).text,
                "state": texts.say("promotions.use.\(use.taken.use.state.rawValue)"),
            ]
            if let member = use.member { row.merge(try await who(member, visit)) { _, new in new } }
            uses.append(row)
        }
        var result: Fields = [
            "code": found.code, "state": state, "kind": kind, "facts": facts, "uses": uses, "hasUses": !uses.isEmpty,
        ]
        if let owner = batch.owner { result["owner"] = try await who(owner, visit) }
        if mayStop { result["batchPath"] = "/console/codes/\(batch.id.text)" }
        if mayStop, voucher.stoppedAt == nil, batch.stoppedAt == nil { result["mayStop"] = true }
        return result
    }

    private func who(_ member: MemberID, _ visit: Visit) async throws -> Fields {
        let view = try await service.member(member)
        return [
            "who": view.map { shown(name($0, visit), upTo: 60) } ?? member.text,
            "memberPath": "/console/members/\(member.text)",
        ]
    }

    // MARK: - A batch

    private func batch(_ visit: Visit) async throws -> VoucherBatch {
        guard let id = Identifier(text: visit.parameter("batch")), let batch = try await service.voucherBatch(id) else {
            throw WebFailure.notFound
        }
        return batch
    }

    private func batchPage(_ visit: Visit) async throws -> Response {
        let batch = try await batch(visit)
        let brand = try await brand()
        let (texts, wording) = (visit.texts, visit.wording)
        let words = PromotionWords(visit: visit, brand: brand)
        var fields: Fields = words.fields(batch, hasPath: true)
        fields["codeCount"] = fields["codes"]
        fields["hasUntil"] = batch.validUntil != nil
        fields["stopText"] = texts.say("promotions.stopText", ["count": wording.number(batch.asked)])
        fields["name"] = shown(words.name(batch.promotion))
        fields["promotionPath"] = "/console/promotions/\(urlEncoded(batch.promotion.text))"
        fields["mayStop"] = batch.stoppedAt == nil
        let isMaking = service.isMakingVouchers(batch.id)
        if batch.made < batch.asked {
            fields["making"] =
                [
                    "value": "\(batch.made)", "max": "\(batch.asked)", "isStill": !isMaking,
                    "text": texts.say(
                        "promotions.madeOf",
                        ["made": wording.number(batch.made), "all": wording.number(batch.asked)]
                    ),
                ] as Fields
        } else {
            fields["isWhole"] = true
        }
        let from = max(0, min(Int64(visit.query["from"]) ?? 0, max(0, batch.made - 1)))
        let places = from..<min(batch.made, from + Web.codesAPage)
        let codes =
            places.isEmpty ? [] : try await service.vouchers(of: batch.id, at: places, by: try visit.staff()) ?? []
        fields["codes"] = zip(places, codes).map { place, one in
            var row: Fields = ["number": wording.number(place + 1), "code": one.code]
            if let voucher = one.voucher {
                let (state, kind) = words.state(voucher, at: visit.now)
                row["state"] = state
                row["kind"] = kind
                row["used"] = words.used(voucher)
                row["left"] = words.left(voucher) ?? ""
            }
            return row
        }
        fields["hasCodes"] = !codes.isEmpty
        fields["isCards"] = batch.value != nil
        let path = "/console/codes/\(batch.id.text)"
        if from > 0 { fields["previousPath"] = "\(path)?from=\(max(0, from - Web.codesAPage))" }
        if places.upperBound < batch.made { fields["nextPath"] = "\(path)?from=\(places.upperBound)" }
        var response = page("promotion-codes", visit, title: shown(words.name(batch.promotion)), fields)
        if isMaking || batch.state == .making, let refresh = HTTPField.Name("Refresh") {
            response.headers[refresh] = "2"
        }
        return response
    }

    private func moveBatch(_ visit: Visit) async throws -> Response {
        let batch = try await batch(visit)
        let session = try visit.staff()
        if visit.form["do"] == "stop" {
            _ = try await service.stopVouchers(batch.id, by: session)
            return redirect("/console/codes/\(batch.id.text)?done=codesStopped")
        }
        _ = try await service.goOnMakingVouchers(batch.id, by: session)
        return redirect("/console/codes/\(batch.id.text)")
    }

    /// All codes of a batch, written as they are made, so that a million need no memory.
    private func batchFile(_ visit: Visit) async throws -> Response {
        guard let id = Identifier(text: visit.parameter("batch")),
            let batch = try await service.beginExport(ofVouchers: id, by: try visit.staff())
        else { throw WebFailure.notFound }
        let service = service
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"codes-\(batch.id.text).csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: csvRow(["code"])))
                var first: Int64 = 0
                while let codes = try service.writtenCodes(of: batch, from: first), !codes.isEmpty {
                    try await writer.write(ByteBuffer(string: codes.map { csvRow([$0]) }.joined()))
                    first += Int64(codes.count)
                }
                try await writer.finish(nil)
            }
        )
        guardAnswer(&response, [])
        return response
    }
}
