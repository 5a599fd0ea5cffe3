import SetiaCore
import SetiaWire
import Testing

@Suite("Reading when members are written to")
struct ContactPolicyTests {
    private func programme(_ contact: String) -> (programme: Programme?, problems: [ProgrammeProblem]) {
        parseProgramme(
            """
            programme: kopi
            engine: 1
            languages: [en]
            timeZone: UTC
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
            \(contact)
            """
        )
    }

    @Test(
        "K-19: a programme says when it is quiet, how many promotions there are, and when what may wait goes together"
    )
    func reads() throws {
        let whole = """
            contact: {quiet: [22:00-07:30, 13:00-14:00], promotions: {day: 2, week: 5}, spread: 30 minutes, \
            digest: {on: monday, at: "10:15"}}
            """
        #expect(
            programme(whole).programme?.contact
                == ContactPolicy(
                    quiet: [ContactPolicy.Quiet(from: 1_320, to: 450), ContactPolicy.Quiet(from: 780, to: 840)],
                    promotionsPerDay: 2,
                    promotionsPerWeek: 5,
                    spreadMinutes: 30,
                    digest: ContactPolicy.Digest(weekday: 1, minute: 615)
                )
        )
        #expect(programme("").programme?.contact == ContactPolicy())
        #expect(programme("contact: {quiet: []}").programme?.contact.quiet == [])
        #expect(programme("contact: {digest: {on: everyDay}}").programme?.contact == ContactPolicy())
        let wrong = [
            ("contact: {noise: 1}", "noise"), ("contact: {quiet: 21:00}", "must be a list"),
            ("contact: {quiet: [21:00]}", "must be a stretch"),
            ("contact: {quiet: [00:00-24:00]}", "must be a stretch"),
            ("contact: {quiet: [08:00-08:00]}", "must be a stretch"),
            ("contact: {quiet: [00:00-12:00, 12:00-24:00]}", "leaves no time of the day"),
            ("contact: {promotions: {day: 0}}", "must be a whole number from 1 to 100"),
            ("contact: {promotions: {month: 1}}", "month"), ("contact: {spread: 5 hours}", "must be 0 to 240 minutes"),
            ("contact: {spread: 241 minutes}", "must be 0 to 240 minutes"),
            ("contact: {digest: {on: someday}}", "must be everyDay or a day"),
            ("contact: {digest: {at: \"24:00\"}}", "must be a time of the day"),
            ("contact: {digest: {at: \"9\"}}", "must be a time of the day"),
            ("contact: {digest: {at: \"22:00\"}}", "nobody is written to"),
            ("contact: {quiet: [08:00-10:00]}", "nobody is written to"),
        ]
        for (document, reason) in wrong {
            let problems = programme(document).problems
            #expect(problems.contains { "\($0)".contains(reason) }, "\(document): \(problems)")
        }
    }
}
