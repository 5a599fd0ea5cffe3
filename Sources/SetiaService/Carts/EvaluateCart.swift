package import SetiaCore

/// A cart at the door, with who buys and the codes as they were typed.
package struct CartQuestion: Sendable {
    /// What is to be bought.
    package let cart: Cart
    /// Who buys.
    package let who: Intake.Who
    /// As they were typed.
    package let codes: [String]
    /// Whether all codes are to be taken, or none.
    package let isAllOrNothing: Bool
    /// Who asks.
    package let caller: String
    /// Where the shopper is, if it is known.
    package let address: String?

    /// A cart at the door.
    package init(
        cart: Cart,
        who: Intake.Who = .nobody,
        codes: [String] = [],
        isAllOrNothing: Bool = false,
        caller: String,
        address: String? = nil
    ) {
        self.cart = cart
        self.who = who
        self.codes = codes
        self.isAllOrNothing = isAllOrNothing
        self.caller = caller
        self.address = address
    }
}

/// What a cart comes to, with what is needed to tell it.
package struct CartAnswer: Sendable {
    /// What it comes to.
    package let evaluation: CartEvaluation
    /// Under which programme.
    package let version: ProgrammeVersion
    /// Who buys, if somebody is known.
    package let member: MemberID?
    /// The language of what is said: hers, else the programme's first.
    package let language: Language
    /// The codes as they were typed, in the order of `evaluation.codes`.
    package let typed: [String]
    /// What is known of the codes that there are.
    let known: [Key: StoredVoucher]
}

extension SetiaService {
    /// What a cart comes to; nothing is written, save that codes are counted that there are not, and that what was held too
    /// long is free again (rule V-21).
    ///
    /// - Parameters:
    ///   - question: The cart.
    ///   - holder: The cart whose holds are its own; none where it holds nothing.
    /// - Returns: what it comes to.
    /// - Throws: `Refusal`, `TooManyCodes`, `Unready`, or the world's trouble.
    package func evaluateCart(_ question: CartQuestion, holder: CartKey? = nil) async throws -> CartAnswer {
        let answer = try await evaluateOnce(question, holder)
        guard answer.evaluation.lacksUses, try await freeHeldUses() > 0 else { return answer }
        return try await evaluateOnce(question, holder)
    }

    private func evaluateOnce(_ question: CartQuestion, _ holder: CartKey?) async throws -> CartAnswer {
        let now = surroundings.now()
        let codes = read(question.codes)
        let identity: IdentityHash? =
            if case .identity(let identity) = question.who { sealing.identityHash(identity) } else { nil }
        let hashes = codes.map { hash(ofCode: $0.code) }
        let answer = try await store.reading { archive in
            let version = try self.configuration(archive).published().version(at: now)
            if let store = question.cart.store, try !self.configuration(archive).knows(store) {
                throw Refusal.unknownStore(store.text)
            }
            var member: MemberID?
            if case .member(let id) = question.who { member = id }
            if let identity { member = try archive.members(with: [identity])[0] }
            var state: MemberState?
            if let id = member {
                state = try self.owner(of: id, archive)
                if state == nil { throw Refusal.unknownMember(id.text) }
                member = state?.member
            }
            let asker = VoucherAsker(caller: question.caller, address: question.address, member: member)
            if !codes.isEmpty { try self.checkTries(asker, codes.map(\.code), at: now, archive) }
            let held = try holder.map { try archive.uses(of: $0) }?.filter { $0.state == .held }.map(\.claim) ?? []
            let found = (hashes.isEmpty ? [] : try archive.vouchers(hashes)).map { voucher in
                guard let voucher, let own = held.first(where: { $0.hash == voucher.hash && $0.isCode }) else {
                    return voucher
                }
                return voucher.without(own)
            }
            var known: [Key: StoredVoucher] = [:]
            for (code, voucher) in zip(codes, found) { known[code.code] = voucher }
            let isCounted = version.programme.hasPromotionsThatRunOut
            let evaluation = try evaluate(
                version,
                question.cart,
                for: state,
                at: now,
                codes: try zip(codes, found).map {
                    PresentedCode(code: $0.code, voucher: try self.ofPerson($1?.voucher, member, archive))
                },
                uses: (isCounted ? try archive.promotionUses() : []).map { uses in
                    let own = held.filter { !$0.isCode && $0.promotion == uses.promotion }
                    return PromotionUses(promotion: uses.promotion, used: own.reduce(uses.used) { $0 - $1.step })
                },
                allOrNothing: question.isAllOrNothing
            )
            return CartAnswer(
                evaluation: evaluation,
                version: version,
                member: member,
                language: (state?.facts.language ?? version.programme.languages.first)
                    .flatMap { Language(rawValue: $0.text) } ?? .en,
                typed: evaluation.codes.map { answer in
                    codes.first { $0.code == answer.code }?.typed ?? answer.code.text
                },
                known: known
            )
        }
        let wrong = answer.evaluation.codes.filter { answer.known[$0.code] == nil }.map(\.code)
        try await countWrong(
            VoucherAsker(caller: question.caller, address: question.address, member: answer.member),
            wrong
        )
        return answer
    }

    /// A voucher of an account that came to the member is hers (rule L-21).
    private func ofPerson(_ voucher: Voucher?, _ member: MemberID?, _ archive: any Archive) throws -> Voucher? {
        guard let voucher, let owner = voucher.owner, let member, owner != member,
            try self.owner(of: owner, archive)?.member == member
        else { return voucher }
        return voucher.of(member)
    }

    /// Codes in their one form; what can be no code stands for itself, and is looked for as any other.
    private func read(_ typed: [String]) -> [(typed: String, code: Key)] {
        typed.map { text in (text, VoucherCode.normalised(text) ?? Key("!" + String(text.prefix(40)))) }
    }

    /// What is known of a code as it was typed; none where there is no such code.
    ///
    /// - Throws: `TooManyCodes`, or the world's trouble.
    package func voucher(_ typed: String, askedBy asker: VoucherAsker) async throws -> VoucherView? {
        let now = surroundings.now()
        let code = read([typed])[0].code
        let hash = hash(ofCode: code)
        let found = try await store.reading { archive in
            try self.checkTries(asker, [code], at: now, archive)
            let version = try self.configuration(archive).published().version(at: now)
            let voucher = try archive.vouchers([hash])[0]
            return voucher.map { voucher in
                VoucherView(
                    code: code,
                    voucher: voucher,
                    promotion: version.programme.promotions.first { $0.key == voucher.batch.promotion },
                    version: version,
                    at: now
                )
            }
        }
        if found == nil { try await countWrong(asker, [code]) }
        return found
    }
}

extension CartEvaluation {
    /// Whether something is not given since others have what there is of it.
    fileprivate var lacksUses: Bool {
        codes.contains { $0.refusal?.isForWantOfUses ?? false } || notGiven.contains { $0.refusal.isForWantOfUses }
    }
}

extension PromotionRefusal {
    fileprivate var isForWantOfUses: Bool {
        switch self {
        case .alreadyUsed, .limitReached(byMember: false, again: _): true
        default: false
        }
    }
}

/// A code with all that is known of it.
package struct VoucherView: Sendable {
    /// In its one form.
    package let code: Key
    /// What is kept.
    package let voucher: StoredVoucher
    /// What it is good for, where the programme still has it.
    package let promotion: Promotion?
    /// The programme that holds.
    package let version: ProgrammeVersion
    /// When it was looked at.
    package let at: Instant

    /// Why it is not good now; none where it is.
    package var refusal: PromotionRefusal? {
        promotion == nil ? .expired(at: nil) : voucher.voucher.standing(at: at)
    }
}
