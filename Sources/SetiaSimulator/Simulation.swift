internal import SetiaCore
internal import SetiaService
internal import SetiaTesting

/// What a simulation found.
package struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// The step after which it was found.
    package let step: Int
    /// Which promise is broken: findings of one kind are the same defect.
    package let invariant: Invariant
    /// What does not agree, in words.
    package let words: String

    /// What is promised after every step.
    package enum Invariant: String, Sendable, Hashable {
        /// What is written agrees with itself and with what was sent.
        case books = "the books"
        /// What is decided again is the same.
        case replay = "replay"
        /// What came back leaves the balance as it was.
        case asIfNever = "as if never"
        /// The order of arrival changes nothing.
        case arrival = "order of arrival"
        /// Nothing fails but what was made to fail.
        case runs = "it runs"
    }

    package var description: String { "step \(step), \(invariant.rawValue): \(words)" }
}

/// One plan on its way through the real use cases.
struct Simulation {
    let brand: SimulatedBrand
    private var auditor = Auditor()
    /// What each step sent, as far as it was carried out.
    private var sent: [Int: [Step.Sending]] = [:]
    private var programme: Programme

    private init(_ brand: SimulatedBrand, _ programme: Programme) {
        self.brand = brand
        self.programme = programme
    }

    /// Carries out steps, and stops at the first thing that is found.
    static func run(
        _ plan: Plan,
        steps: [Step],
        sabotage: FaultyStore.Sabotage? = nil
    ) async -> Finding? {
        do {
            return try await SimulatedBrand.with(plan.programme, at: plan.start, sabotage: sabotage) { brand in
                var simulation = Simulation(brand, try SimulatedBrand.programme(plan.programme))
                for step in steps {
                    do {
                        if let finding = try await simulation.carryOut(step) { return finding }
                    } catch {
                        return Finding(step: step.number, invariant: .runs, words: "\(error)")
                    }
                }
                return try await simulation.verified(after: steps.last?.number ?? 0)
            }
        } catch {
            return Finding(step: 0, invariant: .runs, words: "\(error)")
        }
    }

    private mutating func carryOut(_ step: Step) async throws -> Finding? {
        brand.clock.now = step.now
        var touched: [MemberID] = []
        var notNever: String?
        switch step.action {
        case .send(let sendings):
            sent[step.number] = sendings
            if let words = try await send(sendings, step.fault, &touched) { return finding(step, .books, words) }
        case .again(let number):
            guard let sendings = sent[number] else { return nil }
            if let words = try await send(sendings, step.fault, &touched) { return finding(step, .books, words) }
        case .passTime:
            _ = try await brand.service.passTime()
            _ = try await brand.service.keepCalendar()
            touched = auditor.members
        case .born(let number, let date):
            guard let member = try await brand.member(number) else { return nil }
            if try await brand.service.setBirthDate(date, of: member) { auditor.note(date, of: member) }
            touched = [member]
        case .publish(let document):
            _ = try await brand.service.publishProgramme(document)
            programme = try SimulatedBrand.programme(document)
        case .asIfNever(let member, let events): notNever = try await asIfNever(member, events, &touched)
        }
        // Where the books do not agree, what they say of an order is no finding of its own.
        for written in try await brand.written(touched) {
            if let words = auditor.audit(written) { return finding(step, .books, "member \(written.member): \(words)") }
        }
        return notNever.map { finding(step, .asIfNever, $0) }
    }

    /// Sends events in one batch; where the store failed, the same once more.
    private mutating func send(
        _ sendings: [Step.Sending],
        _ fault: Step.Fault?,
        _ touched: inout [MemberID]
    ) async throws -> String? {
        let prepared = sendings.map { brand.service.prepare(SimulatedBrand.intake($0)) }
        if let fault {
            brand.store.fail(fault)
            do {
                _ = try await brand.service.record(prepared)
                return "the store failed (\(fault.rawValue)), and the sender was told that all is well"
            } catch is StoreFailure {}
        }
        let outcomes = try await brand.service.record(prepared)
        for (sending, outcome) in zip(sendings, outcomes) {
            if let words = auditor.note(sending.event, outcome, mayBeKnown: fault == .lostAfterCommit) { return words }
            if case .recorded(let receipt) = outcome, !touched.contains(receipt.member) {
                touched.append(receipt.member)
            }
        }
        return nil
    }

    /// An order that comes back leaves the sum of the entries as it was, where the programme promises it.
    private mutating func asIfNever(
        _ number: Int,
        _ events: [Event],
        _ touched: inout [MemberID]
    ) async throws -> String? {
        guard programme.wallets.allSatisfy({ $0.shortfall == .allowNegative }),
            programme.returns.spentPoints != .none
        else { return nil }
        // What is due happens before, so that nothing lapses in between.
        _ = try await brand.service.passTime()
        let who = Step.Sending(member: number, event: events[0])
        guard case .identity(let identity) = SimulatedBrand.intake(who).who else { return nil }
        var before: [Key: Int64] = [:]
        if let member = try await brand.service.member(with: identity) {
            before = try await sums(of: member)
        }
        for event in events {
            // What is due between two of them is due at a whole second, and they are milliseconds apart.
            brand.clock.now = event.occurredAt
            let sending = Step.Sending(member: number, event: event)
            if let words = try await send([sending], nil, &touched) { return words }
        }
        guard let member = try await brand.service.member(with: identity) else { return nil }
        let after = try await sums(of: member)
        for wallet in Set(before.keys).union(after.keys).sorted() where before[wallet] ?? 0 != after[wallet] ?? 0 {
            return "\(wallet) was \(before[wallet] ?? 0) before the order and is \(after[wallet] ?? 0) after its return"
        }
        return nil
    }

    private func sums(of member: MemberID) async throws -> [Key: Int64] {
        let entries = try await brand.store.reading { try $0.ledger(of: member) }
        return entries.reduce(into: [:]) { sums, entry in sums[entry.wallet, default: 0] += entry.points.units }
    }

    /// At the end all is decided again, and compared.
    private mutating func verified(after step: Int) async throws -> Finding? {
        for written in try await brand.written(auditor.members) {
            if let words = auditor.audit(written) {
                return Finding(step: step, invariant: .books, words: "member \(written.member): \(words)")
            }
        }
        let verification = try await brand.service.verify()
        guard let first = verification.discrepancies.first else { return nil }
        return Finding(
            step: step,
            invariant: .replay,
            words: "member \(first.member)\(first.number.map { " number \($0)" } ?? ""): \(first.finding)"
        )
    }

    private func finding(_ step: Step, _ invariant: Finding.Invariant, _ words: String) -> Finding {
        Finding(step: step.number, invariant: invariant, words: words)
    }
}
