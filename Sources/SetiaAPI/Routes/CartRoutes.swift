internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Carts and codes: what a cart comes to, using it for good, and codes.
    var cartEndpoints: [Endpoint] {
        voucherBatchEndpoints + [
            Endpoint(.post, "/v1/carts/evaluate", needs: .vouchersRead, answer: evaluateCart),
            Endpoint(.post, "/v1/carts/{cart}/hold", needs: .vouchersWrite, answer: holdCart),
            Endpoint(.post, "/v1/carts/{cart}/redeem", needs: .vouchersWrite, answer: redeemCart),
            Endpoint(.post, "/v1/carts/{cart}/release", needs: .vouchersWrite, answer: releaseCart),
            Endpoint(.post, "/v1/vouchers", needs: .vouchersWrite, answer: postVouchers),
            Endpoint(.get, "/v1/vouchers/{code}", needs: .vouchersRead, answer: getVoucher),
            Endpoint(.post, "/v1/vouchers/{code}/withdraw", needs: .vouchersWrite, answer: withdrawVoucher),
            Endpoint(.get, "/v1/members/{member}/vouchers", needs: .vouchersRead, answer: getOwnVouchers),
            Endpoint(.get, "/v1/members/{member}/offers", needs: .vouchersRead, answer: getOffers),
        ]
    }

    private func evaluateCart(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseCart(try await request.json())
        let answer = try await ofCart { try await service.evaluateCart(try question(parsed, context)) }
        return response(body(parsed, answer))
    }

    /// What is wrong with a cart, told by the names of its own fields.
    private func ofCart<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
        do {
            return try await body()
        } catch let refusal as Refusal {
            throw SetiaWire.problem(for: refusal).naming([
                "subject": "member", "data.currency": "currency", "data.store": "store",
                "data.wallet": "points.wallet", "data.identity": "identity",
            ])
        }
    }

    private func redeemCart(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = context.parameters.get("cart") ?? ""
        let parsed = try parseCart(try await request.json(), id: id, for: .redeem)
        let outcome = try await ofCart {
            try await service.redeemCart(
                try question(parsed, context),
                source: parsed.source ?? "",
                order: parsed.order,
                due: parsed.due,
                partial: parsed.isPartial
            )
        }
        switch outcome {
        case .redeemed(let answer, let receipt):
            context.notes.owner = receipt.member
            let notTaken = parsed.isPartial ? answer.map { body(parsed, $0).notTaken } : nil
            return response(
                RedeemedCartBody(ReceiptBody(receipt), notTaken: notTaken),
                status: receipt.isReplay ? .ok : .created
            )
        case .refused(let answer, let why): throw refused(parsed, answer, why ?? .noEffect)
        case .changed(let answer): throw changed(answer)
        case .released:
            throw Problem(
                "cart-released",
                title: "The cart was released",
                status: 409,
                detail: "the cart \(id) was redeemed, and what it used was given back; redeem it under another number"
            )
        }
    }

    private func holdCart(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = context.parameters.get("cart") ?? ""
        let purpose = CartPurpose.hold(mostMinutes: SetiaService.mostHoldMinutes)
        let parsed = try parseCart(try await request.json(), id: id, for: purpose)
        let outcome = try await ofCart {
            try await service.holdCart(
                try question(parsed, context),
                source: parsed.source ?? "",
                due: parsed.due,
                minutes: parsed.minutes ?? SetiaService.holdMinutes
            )
        }
        switch outcome {
        case .held(let answer, let until): return response(body(parsed, answer).held(until: until))
        case .refused(let answer, let why): throw refused(parsed, answer, why)
        case .changed(let answer): throw changed(answer)
        case .over:
            throw Problem(
                "cart-redeemed",
                title: "The cart was redeemed",
                status: 409,
                detail: "the cart \(id) was redeemed before; hold another under a number of its own"
            )
        }
    }

    private func refused(_ parsed: ParsedCart, _ answer: CartAnswer, _ refusal: PromotionRefusal) -> any Error {
        let place = answer.evaluation.codes.firstIndex { $0.refusal == refusal }
        let code = place.map { answer.typed[$0] } ?? ""
        return problem(for: refusal, code: code, words(parsed, answer).why(refusal))
    }

    private func changed(_ answer: CartAnswer) -> Problem {
        Problem(
            "cart-changed",
            title: "The cart comes to another amount",
            status: 409,
            detail: "\(answer.evaluation.totals.due) minor units are due, and not what was said; evaluate it again",
            errors: [Problem.FieldError(field: "due", reason: "must be \(answer.evaluation.totals.due)")],
            numbers: [Problem.Number("due", answer.evaluation.totals.due)]
        )
    }

    private func releaseCart(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let source = try parseCartRelease(try await request.json())
        let cart = CartKey(source: source, id: Key(context.parameters.get("cart") ?? ""))
        if try await service.letGo(cart) { return Response(status: .noContent) }
        guard let receipt = try await service.releaseCart(cart) else {
            throw Problem.notFound("cart that used or holds something that could be given back")
        }
        context.notes.owner = receipt.member
        return response(ReceiptBody(receipt))
    }

    private func postVouchers(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let parsed = try parseVoucherOrder(try await request.json(), atMost: SetiaService.mostVouchers)
        var owner: MemberID?
        if let text = parsed.member {
            owner = MemberID(text: text)
            guard owner != nil else { throw Problem.unknownMember(text) }
        }
        let order = VoucherOrder(
            promotion: parsed.promotion,
            count: parsed.count,
            prefix: parsed.prefix,
            chosen: parsed.chosen,
            owner: owner,
            uses: parsed.uses.map { $0 == 0 ? nil : $0 } ?? 1,
            validFrom: parsed.validFrom,
            validUntil: parsed.validUntil,
            value: parsed.value
        )
        let ordered: VoucherBatch
        do {
            ordered = try await service.orderVouchers(order, by: try await caller(request))
        } catch let refusal as VoucherOrderRefusal {
            throw refusal.answer
        }
        guard ordered.asked <= API.mostCodesAnswered else {
            // They are made by whoever holds the batch's lane (rule V-19).
            var answer = response(VoucherBatchBody(ordered), status: .accepted)
            answer.headers[.location] = "/v1/voucher-batches/\(ordered.id.text)"
            return answer
        }
        var codes: [String] = []
        let batch = try await service.makeVouchers(of: ordered) { codes += $0 }
        let written = codes.map { batch.isChosen ? $0 : VoucherCode.written($0) }
        return response(VoucherBody(batch: batch.id, promotion: batch.promotion, codes: written), status: .created)
    }

    private func getVoucher(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let typed = context.parameters.get("code") ?? ""
        let asker = VoucherAsker(caller: context.notes.key?.id ?? "", address: request.parameter("address"))
        guard let view = try await service.voucher(typed, askedBy: asker) else {
            throw Problem(
                "unknown-code",
                title: "No such code",
                status: 404,
                detail: "there is no such code; check that it was typed as it is written"
            )
        }
        let words = CartWords(view.version, .en)
        return response(
            VoucherBody(
                code: typed,
                view.voucher.voucher,
                refusal: view.refusal.map { ($0, words.why($0)) }
            )
        )
    }

    private func withdrawVoucher(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let typed = context.parameters.get("code") ?? ""
        let asker = VoucherAsker(caller: context.notes.key?.id ?? "")
        guard let view = try await service.voucher(typed, askedBy: asker) else {
            throw Problem(
                "unknown-code",
                title: "No such code",
                status: 404,
                detail: "there is no such code; check that it was typed as it is written"
            )
        }
        _ = try await service.stopVoucher(typed, by: try await caller(request))
        context.notes.owner = view.voucher.batch.owner
        return Response(status: .noContent)
    }

    private func getOwnVouchers(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        guard let view = try await service.points(of: member) else { throw Problem.unknownMember(member.text) }
        if let moved = moved(view.state, "/vouchers") { return moved }
        let version = try await service.currentVersion()
        let words = version.map { CartWords($0, .en) }
        let own = try await service.codes(ofMember: member) ?? []
        return response(
            PageBody(
                items: own.map { code in
                    VoucherBody(
                        code: code.code,
                        code.voucher.voucher,
                        refusal: code.refusal.map { ($0, words?.why($0) ?? $0.name) }
                    )
                },
                next: nil
            )
        )
    }

    private func getOffers(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let member = try context.member()
        let language = try request.rewardLanguage()
        guard let found = try await service.offers(of: member) else { throw Problem.unknownMember(member.text) }
        if let moved = moved(found.state, "/offers") { return moved }
        let words = found.version.map { CartWords($0, language) }
        return response(
            PageBody(
                items: found.offers.map { offer in
                    OfferBody(offer, name: words?.name(of: offer.promotion.key) ?? offer.promotion.key.text)
                },
                next: nil
            )
        )
    }

    private func question(_ parsed: ParsedCart, _ context: SetiaContext) throws -> CartQuestion {
        var who = Intake.Who.nobody
        if let text = parsed.member {
            guard let member = MemberID(text: text) else { throw Refusal.unknownMember(text) }
            who = .member(member)
        } else if let identity = parsed.identity {
            do {
                who = .identity(try Identity(identity))
            } catch let malformed as MalformedIdentity {
                throw MalformedBody(problems: [Malformed(field: "identity.value", reason: malformed.reason)])
            }
        }
        return CartQuestion(
            cart: parsed.cart,
            who: who,
            codes: parsed.codes,
            isAllOrNothing: parsed.isAllOrNothing,
            caller: context.notes.key?.id ?? "",
            address: parsed.address
        )
    }

    private func words(_ parsed: ParsedCart, _ answer: CartAnswer) -> CartWords {
        let language = parsed.language.flatMap { Language(rawValue: $0) } ?? answer.language
        return CartWords(answer.version, language)
    }

    private func body(_ parsed: ParsedCart, _ answer: CartAnswer) -> CartAnswerBody {
        let words = words(parsed, answer)
        return CartAnswerBody(
            parsed.cart,
            answer.evaluation,
            typed: answer.typed,
            name: { words.name(of: $0) },
            why: { words.why($0) },
            whyPoints: { words.why($0) },
            near: { words.tell($0, in: parsed.cart.currency) }
        )
    }
}

extension VoucherOrderRefusal {
    /// What is answered where codes cannot be made as they were asked for.
    fileprivate var answer: any Error {
        func invalid(_ field: String, _ reason: String) -> any Error {
            MalformedBody(problems: [Malformed(field: field, reason: reason)])
        }
        return switch self {
        case .unknownPromotion(let key): invalid("promotion", "must be one of the programme's; '\(key)' is not")
        case .count(let most): invalid("count", "must be 1 to \(most)")
        case .prefix: invalid("prefix", "must have at most 12 letters and digits")
        case .chosenCode:
            invalid("code", "must have 3 to 40 letters and digits, and be asked for once and without a prefix")
        case .codeTaken:
            Problem(
                "code-taken",
                title: "There is such a code",
                status: 409,
                detail: "there is a code of these letters already; choose another",
                errors: [Problem.FieldError(field: "code", reason: "is taken")]
            )
        case .value:
            invalid("value", "must be above 0 for a gift card, in a currency of the programme, and left out else")
        case .uses: invalid("uses", "must be 1 or more; 0 is as often as is asked")
        case .validity: invalid("validUntil", "must be after validFrom")
        case .unknownMember(let member): Problem.unknownMember(member.text)
        }
    }
}
