import SetiaCore
import Testing

@Suite("What members say of products")
struct ProductReviewTests {
    @Test("from where it is, what can be done with a review")
    func acts() {
        #expect(ProductReviewState.waiting.acts == [.publish, .decline, .withdraw])
        #expect(ProductReviewState.published.acts == [.decline, .answer, .withdraw])
        #expect(ProductReviewState.declined.acts == [.publish, .withdraw])
        #expect(ProductReviewState.withdrawn.acts == [])
        #expect(ProductReviewState.published.after(.answer) == .published)
    }

    @Test(
        "U-4: she is named as she says, and as a member else",
        arguments: [
            ("Ana binti Yusof", "A.", "Ana"), ("  Ćelić ", "Ć.", "Ćelić"), ("สมชาย ใจดี", "ส.", "สมชาย"),
            ("e\u{301}va Kos", "e\u{301}.", "e\u{301}va"),
        ]
    )
    func names(name: String, initial: String, first: String) {
        #expect(ReviewNaming.nobody.shown(of: name) == nil)
        #expect(ReviewNaming.initial.shown(of: name) == initial)
        #expect(ReviewNaming.first.shown(of: name) == first)
        for naming in ReviewNaming.allCases { #expect(naming.shown(of: nil) == nil && naming.shown(of: " ") == nil) }
    }

    @Test("words are what stands between blanks", arguments: [("", 0), (" a  b\nc ", 3), ("อร่อยมาก", 1)])
    func words(text: String, count: Int) {
        #expect(ProductReviewTerms.words(in: text) == count)
    }
}
