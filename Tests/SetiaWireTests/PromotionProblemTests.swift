import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("Refused codes as problems")
struct PromotionProblemTests {
    /// A refusal, the problem's name and status, and members that it has beside those of every problem.
    typealias Case = (refusal: PromotionRefusal, name: String, status: Int, members: [String: JSON])

    private static func cases() throws -> [Case] {
        let moment = Instant(milliseconds: 1_767_225_600_000)
        let ringgit = try Currency("MYR")
        return [
            (.unknownCode, "unknown-code", 404, [:]), (.alreadyUsed, "already-used", 409, [:]),
            (.notYet(from: moment), "not-yet", 422, ["from": .string("2026-01-01T00:00:00Z")]),
            (.expired(at: moment), "expired", 422, ["until": .string("2026-01-01T00:00:00Z")]),
            (.expired(at: Instant?.none), "expired", 422, [:]),
            (.wrongCurrency(takes: [ringgit]), "wrong-currency", 422, ["takes": .array([.string("MYR")])]),
            (
                .minimumNotReached(missing: try Money(minorUnits: 40_000, currency: ringgit)), "minimum-not-reached",
                422,
                ["missingAmount": .integer(40_000)]
            ),
            (
                .notEligible(.condition(text: "event.channel == \"app\"", test: 0)), "not-eligible", 422,
                [
                    "because": .string("condition"), "condition": .string("event.channel == \"app\""),
                    "test": .integer(0),
                ]
            ),
            (
                .notEligible(.country(takes: ["TH", "SG"])), "not-eligible", 422,
                ["because": .string("country"), "countries": .array([.string("TH"), .string("SG")])]
            ),
            (.notEligible(.otherOwner), "not-eligible", 422, ["because": .string("other-owner")]),
            (.notEligible(.membersOnly), "not-eligible", 422, ["because": .string("members-only")]),
            // Who is held out is told what others are told for whom it is not.
            (.notEligible(.campaign(isHeldOut: true)), "not-eligible", 422, ["because": .string("campaign")]),
            (.notEligible(.campaign(isHeldOut: false)), "not-eligible", 422, ["because": .string("campaign")]),
            (.exclusiveConflict(with: "raya"), "exclusive-conflict", 422, ["with": .string("raya")]),
            (
                .limitReached(byMember: true, again: moment), "limit-reached", 422,
                ["again": .string("2026-01-01T00:00:00Z")]
            ),
            (.limitReached(byMember: false), "limit-reached", 422, [:]), (.noEffect, "no-effect", 422, [:]),
            (.tooManyCodes(most: 5), "too-many-codes", 422, ["most": .integer(5)]),
            (.withOthers(refused: "X"), "another-code-refused", 422, [:]),
        ]
    }

    @Test("V-9: a refused code is a problem of its own type that says what would be needed")
    func problems() throws {
        let common: Set<String> = ["type", "title", "status", "detail", "errors"]
        for (refusal, name, status, members) in try Self.cases() {
            let problem = problem(for: refusal, code: "RAYA", "no")
            #expect(problem.name == name && problem.status == status)
            #expect(problem.errors == [Problem.FieldError(field: "codes", reason: "RAYA: no")])
            let written = try #require(try JSON.parse(problem.bytes).object)
            let own = written.members.filter { !common.contains($0.key) }
            #expect(Set(own.map(\.key)) == Set(members.keys), "\(name)")
            for (key, value) in members { #expect(written[key] == value, "\(name): \(key)") }
        }
    }
}
