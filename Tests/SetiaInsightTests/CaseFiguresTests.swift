import SetiaCore
import SetiaInsight
import SetiaTesting
import Testing

@Suite("What became of complaints")
struct CaseFiguresTests {
    private let start = Fixture.newYear

    private func outcome(
        _ cause: Key?,
        hours: Int64? = nil,
        decided: Bool = true,
        reopened: Int = 0,
        points: Int64 = 0
    ) -> CaseOutcome {
        CaseOutcome(
            cause: cause,
            openedAt: start,
            recoveredAt: hours.map { start.adding(milliseconds: $0 * 3_600_000) },
            isDecided: decided,
            reopened: reopened,
            points: Points(points)
        )
    }

    @Test("J-8: causes stand by how often they were, with the running part and what they cost")
    func causes() {
        let many =
            (0..<3).map { _ in outcome("product", points: 10) } + [outcome("price")]
            + (0..<6).map { _ in outcome("delivery", points: 5) } + [outcome(nil), outcome("other")]
        let figures = CaseFigures(many)
        #expect(figures.causes.map(\.key) == ["delivery", "product", "other", "price"])
        #expect(figures.causes.map(\.count) == [6, 3, 1, 1])
        #expect(figures.causes.map(\.running.numerator) == [6, 9, 10, 11])
        #expect(figures.causes.allSatisfy { $0.running.denominator == 11 })
        #expect(figures.causes.map(\.points.units) == [30, 30, 0, 0])
        #expect(figures.unnamed == 1 && figures.opened == 12 && figures.points == Points(60))
    }

    @Test("J-16: a member counts once a cause, by her first case that could be watched for 90 days")
    func recurrence() {
        func came(_ member: Int, _ cause: Key, _ day: Int) -> CaseRecurrence.Occurrence {
            CaseRecurrence.Occurrence(member: Fixture.member(member), cause: cause, at: start.adding(days: day))
        }
        let all = [
            came(1, "delivery", 0), came(1, "delivery", 90), came(1, "delivery", 95),
            came(2, "delivery", 5), came(2, "delivery", 96), came(2, "price", 6),
            came(3, "delivery", 29), came(3, "price", 30),
            came(4, "delivery", 30), came(4, "delivery", 31), came(5, "delivery", -1), came(5, "delivery", 40),
        ]
        let found = CaseRecurrence.all(all.reversed(), from: start, until: start.adding(days: 30))
        #expect(found == CaseRecurrence.all(all, from: start, until: start.adding(days: 30)))
        #expect(found.map(\.cause) == ["delivery", "price"])
        #expect(found.map(\.again) == [Share(1, of: 3), Share(0, of: 1)])
        #expect(found[0].again.isSmall && CaseRecurrence.all([], from: start, until: start).isEmpty)
    }

    @Test("J-16: what a cause cost is known where it is known of each of its cases")
    func cost() {
        func paid(_ cause: Key, _ points: Int64, _ cost: Int64?) -> CaseOutcome {
            CaseOutcome(
                cause: cause,
                openedAt: start,
                recoveredAt: start,
                isDecided: true,
                reopened: 0,
                points: Points(points),
                cost: cost
            )
        }
        let figures = CaseFigures([
            paid("price", 10, 20), paid("price", 5, 10), paid("price", 0, nil), paid("staff", 3, nil),
        ])
        #expect(figures.causes.map(\.cost) == [30, nil] && figures.cost == nil)
        #expect(figures.causes.map(\.pointsPerCase) == [5, 3] && figures.pointsPerRecovery == 4.5)
        #expect(CaseFigures([paid("price", 10, 20)]).cost == 20 && CaseFigures([]).pointsPerRecovery == nil)
    }

    @Test("J-9: the recovery rate counts who said so herself, with its range; the time is the middle one")
    func recovery() throws {
        let figures = CaseFigures([
            outcome("price", hours: 30, reopened: 2), outcome("price", hours: 2), outcome("price"),
            outcome("price", hours: 10), outcome(nil, decided: false),
        ])
        #expect(figures.recovered == Share(3, of: 4) && figures.recovered.isSmall)
        let range = try #require(figures.recovered.interval95)
        #expect(abs(range.lower - 0.3006) < 0.0001 && abs(range.upper - 0.9544) < 0.0001)
        #expect(figures.medianRecovery == 10 * 3_600_000 && figures.reopened == 1)
        let none = CaseFigures([])
        #expect(none.recovered.value == nil && none.medianRecovery == nil && none.causes.isEmpty)
    }
}
