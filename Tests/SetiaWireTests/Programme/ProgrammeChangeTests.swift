import SetiaCore
import SetiaWire
import Testing

@Suite("What is another in one programme than in another")
struct ProgrammeChangeTests {
    private func changes(_ edits: (String, String)...) throws -> [ProgrammeChange] {
        var document = kopiSetia
        for (old, new) in edits {
            try #require(document.contains(old))
            document = document.replacing(old, with: new)
        }
        return SetiaCore.changes(from: try Programme(document: kopiSetia), to: try Programme(document: document))
    }

    @Test("P-5: comments and layout are no change")
    func comments() throws {
        #expect(try changes(("\nrules:", "\n# what we give\nrules:"), ("points, by: rate", "points,   by: rate")) == [])
    }

    @Test("P-5: a rate, an expiry and a threshold are each one change")
    func values() throws {
        let found = try changes(("MYR: 1 per 1.00", "MYR: 2 per 1.00"), ("2000 MYR", "1800 MYR"))
        #expect(
            found == [
                ProgrammeChange(subject: .wallet("points"), aspect: .rate(try Currency("MYR")), kind: .changed),
                ProgrammeChange(subject: .level("gold", of: "status"), aspect: .threshold, kind: .changed),
            ]
        )
    }

    @Test("P-5: when members are written to, and how often, is one change")
    func contact() throws {
        let found = try changes(
            ("\nrules:", "\ncontact: {quiet: [22:00-07:00], promotions: {day: 1, week: 2}}\n\nrules:")
        )
        #expect(found == [ProgrammeChange(subject: .programme, aspect: .contact, kind: .changed)])
        #expect(
            try changes(("\nrules:", "\ncontact: {}\n\nrules:")) == [],
            "what is as it would be anyway is no change"
        )
    }

    @Test("P-5: a rule under another id is one that went and one that came")
    func renamed() throws {
        let found = try changes(("id: base", "id: bottom"))
        #expect(
            found == [
                ProgrammeChange(subject: .rule("bottom"), aspect: .whole, kind: .added),
                ProgrammeChange(subject: .rule("base"), aspect: .whole, kind: .removed),
            ]
        )
    }

    @Test("the lines that differ come in the order of the text, what went before what came there")
    func lines() {
        let found = lineChanges(from: "a\nb\nc\nd\n", to: "a\nB\nc\nd\ne")
        #expect(found.map(\.marked) == ["- b", "+ B", "+ e"])
        #expect(found.map(\.line) == [2, 2, 5])
        #expect(lineChanges(from: "a\n", to: "a") == [])
    }
}
