import SetiaCore
import Testing

@Suite("Unhappy answers")
struct UnhappyAnswerTests {
    @Test(
        "J-4: what is unhappy on each scale",
        arguments: [(Survey.Kind.nps, 6), (.csat, 2), (.ces, 3), (.expectation, 1)]
    )
    func each(kind: Survey.Kind, last: Int) {
        for score in kind.scale { #expect(kind.isUnhappy(score) == (score <= last), "\(kind) \(score)") }
    }
}
