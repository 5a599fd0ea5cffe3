import SetiaCare
import Testing

@Suite("How far a case is")
struct CaseStateTests {
    @Test(
        "J-2: every way through the states ends closed, and a complaint names its cause before",
        arguments: CaseKind.allCases
    )
    func ways(kind: CaseKind) {
        var ways: [[CaseState]] = [[.received]]
        var ended: [[CaseState]] = []
        while let way = ways.popLast() {
            let next = way.last?.next(of: kind) ?? []
            if next.isEmpty { ended.append(way) }
            for state in next {
                #expect(!way.contains(state))
                ways.append(way + [state])
            }
        }
        #expect(ended.allSatisfy { $0.last == .closed && $0.contains(.owned) && $0.contains(.answered) })
        #expect(ended.allSatisfy { $0.contains(.learned) == kind.isTrouble })
        #expect(ended.count == (kind.isTrouble ? 8 : 2))
        if kind.isTrouble { #expect(Set(ended.flatMap { $0 }) == Set(CaseState.allCases)) }
        #expect(CaseState.allCases.filter(\.isAnswered).count == 5)
        #expect(CaseState.allCases.filter(\.awaitsHer) == [.answered, .compensated])
    }
}
