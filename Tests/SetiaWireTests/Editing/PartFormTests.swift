import SetiaWire
import Testing

@Suite("Forms for parts of a programme")
struct PartFormTests {
    private func changed(_ part: ProgrammePart, _ typed: [String: String], in document: String = kopiSetia) throws
        -> String
    {
        let edit = try DocumentEdit(document)
        let form = try #require(PartForm(part, of: edit.tree))
        return try form.write(typed, to: edit).text
    }

    private func lines(_ part: ProgrammePart, _ typed: [String: String]) throws -> [String] {
        lineChanges(from: kopiSetia, to: try changed(part, typed)).map(\.marked)
    }

    @Test(
        "a form that is sent as it came changes nothing",
        arguments: [kopiSetia] + ProgrammeTemplate.allCases.map { $0.document() }
    )
    func nothingChanges(document: String) throws {
        let edit = try DocumentEdit(document)
        let outline = ProgrammeOutline(edit.tree)
        var parts = outline.wallets.map { ProgrammePart.wallet($0) } + outline.rules.indices.map { .rule($0) }
        for ladder in outline.ladders { parts += ladder.levels.map { .level($0, of: ladder.key) } }
        #expect(parts.count > 6)
        for part in parts {
            let form = try #require(PartForm(part, of: edit.tree))
            #expect(try form.write(form.values, to: edit).text == document)
            #expect(ProgrammePart(text: part.text) == part)
        }
    }

    @Test("a wallet: rates, name, activation and expiry, each where it stands")
    func wallet() throws {
        let form = try #require(PartForm(.wallet("points"), of: try DocumentEdit(kopiSetia).tree))
        #expect(
            form.values["activation"] == "14" && form.values["expiry"] == "12" && form.values["expiry-unit"] == "months"
        )
        #expect(
            form.values["points-IDR"] == "1" && form.values["per-IDR"] == "3000" && form.values["name-th"] == "คะแนน"
        )
        #expect(
            try lines(.wallet("points"), ["points-THB": "", "per-THB": "", "activation": "0", "per-MYR": "2.00"]) == [
                "-     activation: 14 days              # when an order can no longer be returned",
                "+     activation: immediate              # when an order can no longer be returned",
                "-       MYR: 1 per 1.00", "+       MYR: 1 per 2.00", "-       THB: 1 per 8.00", "+       THB: none",
            ]
        )
        #expect(
            try lines(.wallet("points"), ["expiry": "1", "expiry-unit": "years", "rounding": ""]) == [
                "-     expiry: {rolling: 12 months, roundedUpTo: month}", "+     expiry: {rolling: 1 year}",
            ]
        )
        #expect(
            try lines(.wallet("points"), ["name-ms": "mata, ya"]) == [
                "-     name: {en: points, ms: mata, id: poin, th: คะแนน}",
                "+     name: {en: points, ms: 'mata, ya', id: poin, th: คะแนน}",
            ]
        )
    }

    @Test("a level: what it asks for and its name")
    func level() throws {
        let changes = try lines(.level("gold", of: "status"), ["threshold": "2500", "name-en": "Golden"])
        #expect(
            changes == [
                "-       gold: {from: 2000 MYR, name: {en: Gold, ms: Emas, id: Emas, th: โกลด์}}",
                "+       gold: {from: 2500 MYR, name: {en: Golden, ms: Emas, id: Emas, th: โกลด์}}",
            ]
        )
        let plain = "tiers: {status: {levels: {gold: 2000 MYR}}}\n"
        #expect(
            try changed(.level("gold", of: "status"), ["name-en": "Gold"], in: plain)
                == "tiers: {status: {levels: {gold: {from: 2000 MYR, name: Gold}}}}\n"
        )
    }

    @Test("a rule is added with conditions from the ready forms, caps and texts")
    func newRule() throws {
        let document = try changed(
            .newRule,
            [
                "id": "big-basket", "on": "order.paid", "level": "status/gold", "store": "bangsar", "channel": "app",
                "category": "cake", "amount": "50.00", "amount-currency": "MYR",
                "condition": "member.orders > 3 || true",
                "gives": "fixed", "wallet": "points", "points": "30", "times": "1", "times-per": "day", "most": "500",
                "most-per": "month", "why-en": "Big basket", "why-ms": "Bakul besar", "why-id": "Keranjang besar",
                "why-th": "ตะกร้าใหญ่",
            ]
        )
        #expect(
            document.contains(
                """

                  - id: big-basket
                    on: order.paid
                    when: member.tiers.status.atLeast("gold") && event.store == "bangsar" && event.channel == "app" && event.lines.exists(line, "cake" in line.categories) && event.total >= money("50.00 MYR") && (member.orders > 3 || true)
                    earn: {wallet: points, fixed: 30}
                    cap: [1 per day, 500 points per month]
                    why: {en: Big basket, ms: Bakul besar, id: Keranjang besar, th: ตะกร้าใหญ่}

                """
            )
        )
        #expect(parseProgramme(document).problems.isEmpty)
        let form = try #require(PartForm(.rule(5), of: try DocumentEdit(document).tree))
        #expect(form.values["level"] == "status/gold" && form.values["category"] == "cake")
        #expect(form.values["condition"] == "(member.orders > 3 || true)" && form.values["most"] == "500")
    }

    @Test("a rule changes from a fixed number to a multiplier and back")
    func effects() throws {
        let multiplied = try lines(.rule(4), ["gives": "multiply", "factor": "1.5", "wallet": ""])
        #expect(multiplied == ["-     earn: {wallet: points, fixed: 10}", "+     multiply: 1.5"])
        let fixed = try lines(.rule(2), ["gives": "fixed", "points": "7", "wallet": "points", "level": ""])
        #expect(
            fixed == [
                "-     when: member.tiers.status.atLeast(\"gold\")", "-     multiply: 1.5",
                "+     earn: {wallet: points, fixed: 7}",
            ]
        )
        #expect(try lines(.rule(3), ["times": "1"]) == ["+     cap: 1 per day"])
    }

    @Test("caps and conditions that no form knows stay as they are")
    func unknownForms() throws {
        let document = kopiSetia.replacing(
            "when: event.channel == \"app\"",
            with:
                "when: 'event.channel == \"app\" ? true : member.orders > 1'\n    cap: [1 per day, 2 per week]\n    mystery: {x: 1}"
        )
        let form = try #require(PartForm(.rule(4), of: try DocumentEdit(document).tree))
        #expect(form.values["caps"] == "kept" && form.values["channel"] == "")
        let after = try changed(.rule(4), ["points": "11"], in: document)
        #expect(
            lineChanges(from: document, to: after).map(\.marked) == [
                "-     earn: {wallet: points, fixed: 10}", "+     earn: {wallet: points, fixed: 11}",
            ]
        )
    }

    @Test("a rule is removed with its comment, and the last one with the list")
    func removing() throws {
        var edit = try DocumentEdit(kopiSetia)
        try edit.remove(ProgrammePart.rule(1).path)
        #expect(parseProgramme(edit.text).problems.isEmpty)
        #expect(ProgrammeOutline(edit.tree).rules == ["welcome", "gold-half-more", "coffee", "ordered-in-the-app"])
    }

    @Test(
        "a problem is marked at the field in which it is to be mended",
        arguments: [
            ("wallet:points", ["activation": "soon"], "activation"), ("wallet:points", ["name-th": ""], "name-th"),
            ("wallet:points", ["expiry": "0"], "expiry"), ("wallet:points", ["points-MYR": "0.5"], "points-MYR"),
            ("wallet:points", ["per-IDR": "0.5"], "points-IDR"),
            ("level:status/gold", ["threshold": "lots"], "threshold"),
            ("level:status/gold", ["threshold": "9000"], ""), ("level:status/gold", ["name-en": ""], "name-en"),
            ("rule:new", ["id": "base", "points": "1"], "id"), ("rule:new", ["id": "", "points": "1"], "id"),
            ("rule:new", ["id": "x", "points": "-1"], "points"),
            ("rule:new", ["id": "x", "gives": "rate", "on": "member.enrolled"], "gives"),
            ("rule:new", ["id": "x", "gives": "multiply", "factor": "0.5"], "factor"),
            ("rule:new", ["id": "x", "points": "1", "times": "never"], "times"),
            ("rule:new", ["id": "x", "points": "1", "most": "0"], "most"),
            ("rule:new", ["id": "x", "points": "1", "why-en": "So", "why-ms": "Ya"], "why-id"),
            (
                "rule:new",
                ["id": "x", "points": "1", "level": "status/gold", "amount": "1.234", "amount-currency": "MYR"],
                "amount"
            ),
            (
                "rule:new", ["id": "x", "points": "1", "level": "status/gold", "condition": "event.totl > 1"],
                "condition"
            ),
            (
                "rule:new",
                ["id": "x", "points": "1", "on": "member.enrolled", "amount": "1", "amount-currency": "MYR"], "amount"
            ),
            ("rule:new", ["id": "x", "points": "1", "on": "order.returned"], "on"),
        ]
    )
    func fields(part: String, typed: [String: String], field: String) throws {
        let edit = try DocumentEdit(kopiSetia)
        let named = try #require(ProgrammePart(text: part))
        let form = try #require(PartForm(named, of: edit.tree))
        let after = try form.write(typed, to: edit)
        let problems = parseProgramme(after.text).problems
        #expect(!problems.isEmpty)
        let all = form.values.merging(typed) { _, new in new }
        let found = problems.compactMap { form.field(of: $0, all, in: after.tree) }
        // A threshold above the next level's is a problem of that one.
        #expect(field.isEmpty ? found.isEmpty : found.contains(field), "\(problems) \(found)")
    }
}
