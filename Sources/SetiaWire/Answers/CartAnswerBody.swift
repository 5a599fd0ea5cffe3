package import JSONText
package import SetiaCore

/// What a cart comes to, as it goes out.
package struct CartAnswerBody: WireBody {
    private let cart: Cart
    private let evaluation: CartEvaluation
    private let typed: [String]
    private let name: (Key) -> String
    private let why: (PromotionRefusal) -> String
    private let whyPoints: (PointsPaid.Limit) -> String
    private let near: (NearPromotion) -> String
    private var heldUntil: Instant?

    /// What a cart comes to.
    ///
    /// - Parameters:
    ///   - cart: As it was asked for.
    ///   - evaluation: What it comes to.
    ///   - typed: The codes as they were typed, in the order of the answer.
    ///   - name: What members call a promotion.
    ///   - why: Why a code is not taken, in words.
    ///   - whyPoints: Why points pay no more, in words.
    ///   - near: What is nearly given, in words.
    package init(
        _ cart: Cart,
        _ evaluation: CartEvaluation,
        typed: [String],
        name: @escaping (Key) -> String,
        why: @escaping (PromotionRefusal) -> String,
        whyPoints: @escaping (PointsPaid.Limit) -> String,
        near: @escaping (NearPromotion) -> String
    ) {
        self.cart = cart
        self.evaluation = evaluation
        self.typed = typed
        self.name = name
        self.why = why
        self.whyPoints = whyPoints
        self.near = near
    }

    /// The same, of a cart that holds what it uses until then; none where it uses nothing.
    package func held(until end: Instant?) -> CartAnswerBody {
        var body = self
        body.heldUntil = end
        return body
    }

    package func write(to json: inout JSONWriter) {
        json.sortedValue(document)
    }

    /// The codes that were not taken, each with its reason.
    package var notTaken: JSON {
        .array(evaluation.codes.indices.filter { evaluation.codes[$0].refusal != nil }.map(code))
    }

    private var document: JSON {
        var members: [(String, JSON)] = [
            ("cart", .string(cart.id.text)), ("currency", .string(cart.currency.code)),
            ("lines", .array(cart.lines.indices.map(line))), ("discounts", .array(evaluation.given.map(discount))),
            ("codes", .array(evaluation.codes.indices.map(code))),
            ("notGiven", .array(evaluation.notGiven.map { refused($0.promotion, $0.refusal) })),
            ("nearly", .array(evaluation.nearly.map(nearly))), ("giftCards", .array(evaluation.cards.map(card))),
            ("totals", totals),
            (
                "earned",
                .object(JSONObject(evaluation.earned.map { ($0.wallet.text, .integer($0.points.units)) }))
            ),
        ]
        if let heldUntil { members.append(("heldUntil", .string(heldUntil.rfc3339))) }
        if let points = evaluation.points { members.append(("points", paid(points))) }
        return .object(JSONObject(members))
    }

    private func line(_ place: Int) -> JSON {
        let line = evaluation.lines[place]
        return object([
            "amount": .integer(line.amount), "discount": .integer(line.amount - line.net), "free": .integer(line.free),
            "net": .integer(line.net), "quantity": .integer(line.quantity), "sku": .string(cart.lines[place].sku.text),
        ])
    }

    private func discount(_ given: CartEvaluation.Given) -> JSON {
        var members: [(String, JSON)] = [
            ("promotion", .string(given.promotion.text)), ("name", .string(name(given.promotion))),
            ("phase", .string(given.phase.rawValue)), ("amount", .integer(given.amount)),
            (
                "lines",
                .array(
                    given.parts.map { part in
                        object([
                            "amount": .integer(part.amount), "free": .integer(part.free),
                            "line": .integer(Int64(part.line)),
                        ])
                    }
                )
            ),
        ]
        if let code = given.code { members.append(("code", .string(told(code)))) }
        return .object(JSONObject(members))
    }

    /// A code as it was typed.
    private func told(_ code: Key) -> String {
        evaluation.codes.firstIndex { $0.code == code }.map { typed[$0] } ?? code.text
    }

    private func code(_ place: Int) -> JSON {
        let answer = evaluation.codes[place]
        var members: [(String, JSON)] = [
            ("code", .string(typed[place])), ("taken", .bool(answer.refusal == nil)),
            ("amount", .integer(answer.amount)),
        ]
        if let promotion = answer.promotion {
            members.append(("promotion", .string(promotion.text)))
            members.append(("name", .string(name(promotion))))
        }
        if let refusal = answer.refusal { members += refusal.members(why(refusal)) }
        return .object(JSONObject(members))
    }

    private func refused(_ promotion: Key, _ refusal: PromotionRefusal) -> JSON {
        .object(
            JSONObject(
                [("promotion", .string(promotion.text)), ("name", .string(name(promotion)))]
                    + refusal.members(why(refusal))
            )
        )
    }

    private func nearly(_ near: NearPromotion) -> JSON {
        var members: [(String, JSON)] = [
            ("promotion", .string(near.promotion.text)), ("name", .string(name(near.promotion))),
            ("text", .string(self.near(near))),
        ]
        switch near.missing {
        case .amount(let amount): members.append(("missingAmount", .integer(amount)))
        case .pieces(let count): members.append(("missingPieces", .integer(count)))
        case .freePieces(let count): members.append(("freePieces", .integer(count)))
        }
        if let code = near.code { members.append(("code", .string(told(code)))) }
        return .object(JSONObject(members))
    }

    private func card(_ card: CartEvaluation.CardPaid) -> JSON {
        object([
            "amount": .integer(card.amount), "code": .string(told(card.code)), "left": .integer(card.left),
            "promotion": .string(card.promotion.text),
        ])
    }

    private func paid(_ points: PointsPaid) -> JSON {
        var members: [(String, JSON)] = [
            ("wallet", .string(points.wallet.text)), ("points", .integer(points.points.units)),
            ("amount", .integer(points.amount)),
        ]
        if let limit = points.limit {
            members.append(("limit", .string(limit.name)))
            members.append(("text", .string(whyPoints(limit))))
        }
        return .object(JSONObject(members))
    }

    private var totals: JSON {
        let totals = evaluation.totals
        return object([
            "discount": .integer(totals.discount), "due": .integer(totals.due), "goods": .integer(totals.goods),
            "paidByGiftCards": .integer(totals.paidByCards), "paidWithPoints": .integer(totals.paidWithPoints),
            "shipping": .integer(totals.shipping), "shippingDiscount": .integer(totals.shippingDiscount),
        ])
    }
}

extension PromotionRefusal {
    /// The stable name, as programs know it.
    package var name: String {
        switch self {
        case .unknownCode: "unknown-code"
        case .alreadyUsed: "already-used"
        case .notYet: "not-yet"
        case .expired: "expired"
        case .wrongCurrency: "wrong-currency"
        case .minimumNotReached: "minimum-not-reached"
        case .notEligible: "not-eligible"
        case .exclusiveConflict: "exclusive-conflict"
        case .limitReached: "limit-reached"
        case .noEffect: "no-effect"
        case .tooManyCodes: "too-many-codes"
        case .withOthers: "another-code-refused"
        }
    }

    /// Its name, what is missing, and the words.
    fileprivate func members(_ text: String) -> [(String, JSON)] {
        var members: [(String, JSON)] = [("reason", .string(name)), ("text", .string(text))]
        switch self {
        case .minimumNotReached(let missing): members.append(("missingAmount", .integer(missing.minorUnits)))
        case .notEligible(.condition(_, let test)): members.append(("test", .integer(Int64(test))))
        default: break
        }
        for fact in facts {
            switch fact.value {
            case .text(let text): members.append((fact.name, .string(text)))
            case .list(let list): members.append((fact.name, .array(list.map { .string($0) })))
            }
        }
        return members
    }

    /// What would be needed: from and until when, in what, of whom, and when there is room again.
    var facts: [Problem.Fact] {
        switch self {
        case .notYet(let from): [Problem.Fact("from", from.rfc3339)]
        case .expired(let at?): [Problem.Fact("until", at.rfc3339)]
        case .wrongCurrency(let takes): [Problem.Fact("takes", takes.map(\.code))]
        case .exclusiveConflict(let other): [Problem.Fact("with", other.text)]
        case .limitReached(_, let again?): [Problem.Fact("again", again.rfc3339)]
        case .notEligible(.condition(let text, _)):
            [Problem.Fact("because", "condition"), Problem.Fact("condition", text)]
        case .notEligible(.country(let takes)):
            [Problem.Fact("because", "country"), Problem.Fact("countries", takes.map(\.text))]
        case .notEligible(let why): [Problem.Fact("because", why.name)]
        default: []
        }
    }
}

extension PromotionRefusal.Eligibility {
    fileprivate var name: String {
        switch self {
        case .condition: "condition"
        case .otherOwner: "other-owner"
        case .country: "country"
        case .membersOnly: "members-only"
        // The same for whoever is held out: she is not told.
        case .campaign: "campaign"
        }
    }
}

extension PointsPaid.Limit {
    fileprivate var name: String {
        switch self {
        case .available: "available"
        case .maximum: "maximum"
        case .goods: "goods"
        case .minimum: "minimum"
        case .noWorth: "no-worth"
        case .nobody: "members-only"
        }
    }
}

/// A code, or a batch of them, as it goes out.
package struct VoucherBody: WireBody {
    private let document: JSON

    /// What is known of a code.
    ///
    /// - Parameters:
    ///   - code: As it is written.
    ///   - voucher: What is known.
    ///   - refusal: Why it is not good now, and in words; none where it is.
    package init(code: String, _ voucher: Voucher, refusal: (PromotionRefusal, String)?) {
        var members: [(String, JSON)] = [
            ("code", .string(code)), ("promotion", .string(voucher.promotion.text)), ("good", .bool(refusal == nil)),
            ("used", .integer(voucher.used)),
        ]
        if let uses = voucher.uses { members.append(("uses", .integer(uses))) }
        if let from = voucher.validFrom { members.append(("validFrom", .string(from.rfc3339))) }
        if let until = voucher.validUntil { members.append(("validUntil", .string(until.rfc3339))) }
        if let owner = voucher.owner { members.append(("member", .string(owner.text))) }
        if let balance = voucher.balance {
            members.append(
                (
                    "balance",
                    object(["amount": .integer(balance.minorUnits), "currency": .string(balance.currency.code)])
                )
            )
        }
        if let (refusal, text) = refusal { members += refusal.members(text) }
        document = .object(JSONObject(members))
    }

    /// A batch with its codes.
    package init(batch: Identifier, promotion: Key, codes: [String]) {
        document = object([
            "batch": .string(batch.text), "codes": .array(codes.map { .string($0) }),
            "count": .integer(Int64(codes.count)), "promotion": .string(promotion.text),
        ])
    }

    package func write(to json: inout JSONWriter) {
        json.sortedValue(document)
    }
}

private func object(_ members: JSONObject) -> JSON { .object(members) }
