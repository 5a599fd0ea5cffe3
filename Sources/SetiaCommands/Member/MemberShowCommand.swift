internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia member show`: a member as she is now.
struct MemberShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a member: points, levels, consents, and what is known of her.",
        discussion: """
            Shows what is personal. With --ledger, every entry with the event that caused it; setia explain tells why.

            EXAMPLES
              setia member show card:KS-1001
              setia member show phone:+60123456789 --ledger
              setia member show 01kb4ezy00e9gt8f9e1s2w3x4y --json
            """
    )

    @Argument(help: ArgumentHelp("Her id, or such as card:KS-1001.", valueName: "member"))
    var member: MemberReference

    @Flag(help: "Show her ledger too, the newest entry first.")
    var ledger = false

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                let id = try await member.resolve(service)
                guard let view = try await service.member(id) else { throw MemberReference.unknownID }
                let entries = ledger ? try await entries(of: id, service) : nil
                let tiers = try await service.tiers(of: id)
                if output.json {
                    Shell.current.say(try json(view, entries, tiers).pretty)
                } else {
                    show(view, entries, tiers)
                }
            }
        }
    }

    private func entries(of member: MemberID, _ service: SetiaService) async throws -> [Entry] {
        var entries: [Entry] = []
        while true {
            let before = entries.last?.number
            guard let page = try await service.entries(of: member, wallet: nil, before: before, limit: 1_000),
                !page.isEmpty
            else { return entries }
            entries += page
        }
    }

    private func json(_ view: MemberView, _ entries: [Entry]?, _ tiers: TiersView?) throws -> JSON {
        let member = MemberBody(
            state: view.state,
            at: view.at,
            identities: view.identities.map { ParsedIdentity(kind: $0.kind.rawValue, value: $0.value) },
            person: view.person
        )
        var members: [(String, JSON)] = [
            ("balance", try JSON.parse(BalanceBody(state: view.state, at: view.at).bytes)),
            ("member", try JSON.parse(member.bytes)),
        ]
        if let tiers {
            let body = TiersBody(
                member: tiers.member,
                at: tiers.at,
                progress: tiers.progress,
                programme: tiers.programme
            )
            members.append(("tiers", try JSON.parse(body.bytes)["tiers"] ?? .null))
        }
        if let entries {
            let bodies = entries.map { EntryBody(entry: $0, event: eventID($0, view).text) }
            members.append(("entries", .array(try bodies.map { try JSON.parse($0.bytes) })))
        }
        return .object(JSONObject(members))
    }

    private func eventID(_ entry: Entry, _ view: MemberView) -> EventID {
        EventID(member: view.state.member, number: entry.event)
    }

    private func show(_ view: MemberView, _ entries: [Entry]?, _ tiers: TiersView?) {
        let shell = Shell.current
        let state = view.state
        var table = TextTable([("", .left), ("", .left)])
        table.add("member", state.member.text)
        table.add("status", state.status.rawValue + (state.isGuest ? ", a guest" : ""))
        if let joinedAt = state.joinedAt { table.add("joined", joinedAt.rfc3339) }
        for identity in view.identities { table.add(identity.kind.rawValue, identity.value) }
        for member in view.person.members { table.add(member.key, member.value.string ?? member.value.text) }
        let facts = [
            ("country", state.facts.country), ("language", state.facts.language), ("age", state.facts.ageBand),
        ]
        for (name, fact) in facts { if let fact { table.add(name, fact.text) } }
        table.add("orders", grouped(state.orders))
        for standing in state.standings {
            let until = standing.until.map { ", until \($0.rfc3339)" } ?? ""
            table.add(standing.tierSet.text, "\(standing.level)\(until)\(standing.isGranted ? ", given by hand" : "")")
            let progress = tiers?.progress.first { $0.tierSet == standing.tierSet }
            for line in progress.map({ TierLines(programme: tiers?.programme).lines($0) }) ?? [] { table.add("", line) }
        }
        for balance in view.balances { table.add(balance.wallet.text, words(balance)) }
        for account in state.accounts {
            for lot in account.lots.prefix(5) {
                guard let expiresAt = lot.expiresAt, expiresAt > view.at else { continue }
                table.add("", "\(grouped(lot.left.units)) lapse on \(expiresAt.rfc3339)")
            }
        }
        for held in state.consents {
            let given = held.consent.isGiven ? held.isEffective ? "given" : "given, not proven" : "withdrawn"
            table.add("consent", "\(held.consent.purpose) by \(held.consent.channel): \(given) \(held.since.rfc3339)")
        }
        shell.say(table.text)
        if let entries { shell.say("\n" + ledgerTable(entries, view).text) }
    }

    private func words(_ balance: WalletBalance) -> String {
        var words = "\(grouped(balance.available.units)) to use now"
        if balance.pending > .zero { words += ", \(grouped(balance.pending.units)) waiting" }
        if balance.held > .zero { words += ", \(grouped(balance.held.units)) set aside" }
        if balance.debt > .zero { words += ", \(grouped(balance.debt.units)) owed" }
        return words
    }

    private func ledgerTable(_ entries: [Entry], _ view: MemberView) -> TextTable {
        var table = TextTable([
            ("number", .right), ("at", .left), ("wallet", .left), ("kind", .left), ("points", .right),
            ("balance", .right), ("event", .left),
        ])
        for entry in entries {
            table.add(
                String(entry.number),
                entry.at.rfc3339,
                entry.wallet.text,
                entry.kind.rawValue,
                (entry.points > .zero ? "+" : "") + grouped(entry.points.units),
                grouped(entry.balance.units),
                eventID(entry, view).text
            )
        }
        return table
    }
}
