import Expressions
import Testing

@Suite("Patterns")
struct PatternTests {
    private func matches(_ text: String, _ pattern: String) throws -> Bool {
        var environment = Environment()
        environment.declare("text", .string)
        environment.declare("pattern", .string)
        var activation = Activation(environment)
        activation.set("text", .string(text))
        activation.set("pattern", .string(pattern))
        return try environment.compile("text.matches(pattern)").isTrue(activation, costLimit: 100_000_000)
    }

    @Test(
        "a pattern is found where RE2 finds it",
        arguments: [
            ("abc", "b", true), ("abc", "^b", false), ("abc", "^abc$", true), ("abc", "^ab$", false), ("", "", true),
            ("", "^$", true),
            ("aaa", "^a{2}$", false), ("aaa", "^a{2,}$", true), ("aaa", "^a{1,2}$", false), ("a{,3}", "^a{,3}$", true),
            ("foo.bar", "^foo\\.bar$", true), ("fooxbar", "^foo\\.bar$", false), ("a\nb", "a.b", false),
            ("a\nb", "(?s)a.b", true),
            ("a\nb", "^b", false), ("a\nb", "(?m)^b$", true), ("Kopi", "(?i)^KOPI$", true),
            ("Kopi", "^(?i:k)opi$", true),
            ("KOPI", "^(?i:k)opi$", false), ("É", "(?i)é", true), ("k", "(?i)\u{212A}", true), ("x1", "^\\w\\d$", true),
            ("é", "^\\w$", false), ("é", "^\\pL$", true), ("é", "^\\p{Ll}$", true), ("é", "^\\p{Lu}$", false),
            ("ก", "^\\p{Thai}$", true),
            ("k", "^\\P{Thai}$", true), ("漢", "^\\p{Han}+$", true), ("a-b", "^[a\\-b]+$", true), ("]", "^[]]$", true),
            ("a]", "^[^]]]$", true), ("b", "^[^a]$", true), ("\u{1F600}", "^.$", true), ("\u{1F600}", "^..$", false),
            ("foo bar", "\\bbar\\b", true), ("foobar", "\\bbar\\b", false), ("foobar", "\\Bbar", true),
            ("a+b", "^\\Qa+b\\E$", true),
            ("ab12", "^[[:alpha:]]+[[:digit:]]+$", true), ("A", "^\\x41$", true), ("\u{1F600}", "^\\x{1F600}$", true),
            ("abab", "^(ab)*$", true), ("aba", "^(ab)*$", false), ("ac", "^a(b|)c$", true),
            ("aXc", "^a(?P<x>X)c$", true),
            ("aXc", "^a(?<x>X)c$", true), ("\u{65}\u{301}", "^é$", false), ("aa", "^(a*)*$", true),
            ("b", "^(|a)+b$", true),
        ]
    )
    func finds(text: String, pattern: String, isFound: Bool) throws {
        #expect(try matches(text, pattern) == isFound)
    }

    @Test(
        "what is no pattern is refused",
        arguments: [
            "(", ")", "[", "[a", "a**", "*", "+a", "(?=a)", "(?<!a)b", "\\1", "\\p{Klingon}", "[b-a]", "a{2,1}",
            "a{1001}", "\\", "(?P<>a)",
        ]
    )
    func refuses(pattern: String) {
        #expect(throws: EvaluationFault.self) { try matches("a", pattern) }
    }

    @Test("a pattern that would be too large is refused", arguments: ["(a{1000}){1000}", "((a{100}){100}){100}"])
    func tooLarge(pattern: String) {
        #expect(throws: EvaluationFault.self) { try matches("a", pattern) }
    }

    @Test("the time is linear where backtracking would need the age of the universe")
    func linear() throws {
        let text = String(repeating: "a", count: 5_000) + "!"
        #expect(try !matches(text, "^(a+)+$"))
        #expect(try !matches(text, "^(a|aa)+$"))
        #expect(try !matches(text, "^(.*)*x$"))
    }
}
