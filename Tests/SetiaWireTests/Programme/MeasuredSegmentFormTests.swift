import SetiaCore
import SetiaWire
import Testing

@Suite("Segments by RFM and hold-outs of all, as they are written")
struct MeasuredSegmentFormTests {
    private func document(_ segment: String, _ more: String = "") -> String {
        """
        programme: small
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        segments:
          own: {name: Own, \(segment)}
        \(more)
        """
    }

    @Test(
        "C-11: a segment by RFM is read, and a cell that there is not is refused",
        arguments: [
            ("rfm: champions", ["champions"]), ("rfm: [at risk, cannot lose]", ["at risk", "cannot lose"]),
            ("rfm: ['5*4', '555']", ["5*4", "555"]),
        ]
    )
    func read(written: String, cells: [String]) throws {
        let programme = try Programme(document: document(written), knowsTimeZone: { _ in true })
        #expect(programme.segments.first?.kind == .measured(cells.map { Key($0) }))
        #expect(programme.segments.first?.isList == false)
        for (wrong, path, reason) in [
            ("rfm: heroes", "segments.own.rfm", "champions, loyal"), ("rfm: '567'", "segments.own.rfm", "a cell"),
            ("rfm: champions, list: true", "segments.own", "'rfm' with a kind of customer"),
            ("rfm: champions, when: member.orders >= 1", "segments.own", "'rfm' with a kind of customer"),
        ] {
            let (broken, problems) = parseProgramme(document(wrong)) { _ in true }
            #expect(broken == nil)
            try #require(problems.count == 1, "\(problems.map(\.description))")
            #expect(problems[0].path == path && problems[0].reason.contains(reason), "\(problems[0].description)")
        }
    }

    @Test("C-12: a share of the whole programme is held out, and no campaign has its name")
    func whole() throws {
        let more = "holdOut: 2%\ncampaigns: {raya: {name: Raya}, wish: {name: Wish, purpose: wish}}"
        let programme = try Programme(document: document("list: true", more), knowsTimeZone: { _ in true })
        let whole = HoldOut(share: 200, campaign: Campaign.wholeKey, programme: "small")
        #expect(programme.campaign("raya")?.whole == whole)
        #expect(programme.campaign("wish")?.whole == nil)
        #expect(programme.campaign(Campaign.wholeKey)?.holdOut == whole)
        for (wrong, path) in [
            ("holdOut: 60%", "holdOut"), ("holdOut: some", "holdOut"),
            ("campaigns: {whole-programme: {name: Mine}}", "campaigns.whole-programme"),
        ] {
            let (broken, problems) = parseProgramme(document("list: true", wrong)) { _ in true }
            #expect(broken == nil)
            #expect(problems.map(\.path) == [path], "\(problems.map(\.description))")
        }
        let none = try Programme(document: document("list: true", "holdOut: none"), knowsTimeZone: { _ in true })
        #expect(none.campaigns == [])
    }
}
