import JSONText
import Testing

@Suite("When JSON is the same")
struct SamenessTests {
    private let composed = "caf\u{E9}"
    private let decomposed = "cafe\u{301}"

    @Test("strings are the same when their bytes are, not when they look alike")
    func comparesStringsByBytes() {
        #expect(composed == decomposed, "Swift itself takes them for one")
        #expect(JSON.string(composed) != .string(decomposed))
        #expect(Set([JSON.string(composed), .string(decomposed), .string(composed)]).count == 2)
        #expect(JSON.array([.string(composed)]) != .array([.string(decomposed)]))
    }

    @Test("keys that look alike and differ in bytes are two keys")
    func comparesKeysByBytes() throws {
        let object: JSON = .object([composed: .integer(1), decomposed: .integer(2)])
        #expect(object[composed] == .integer(1))
        #expect(object[decomposed] == .integer(2))
        #expect(try JSON.parse(object.canonical) == object)
        #expect(JSON.object([composed: .null]) != .object([decomposed: .null]))
    }

    @Test("a number's text counts: as an integer, a decimal and a string it is three values")
    func tellsNumbersApart() {
        #expect(Set([JSON.integer(1), .decimal("1.0"), .decimal("1.00"), .decimal("1e0"), .string("1")]).count == 5)
        #expect(JSON.decimal("1.0").int64 == nil)
        #expect(JSON.string("1").int64 == nil)
    }

    @Test("members keep the order they came in, which does not count for sameness")
    func keepsOrder() throws {
        let one = try JSON.parse(#"{"b":1,"a":2}"#)
        let other = try JSON.parse(#"{"a":2,"b":1}"#)
        #expect(one.object?.members.map(\.key) == ["b", "a"])
        #expect(one == other)
        #expect(one != .object(["a": .integer(2)]))
        #expect(one != .object(["a": .integer(1), "b": .integer(2)]))
    }

    @Test("a member that is null is there, a member that is absent is not")
    func tellsNullFromAbsent() throws {
        let value = try JSON.parse(#"{"a":null}"#)
        #expect(value["a"] == .null)
        #expect(value["a"]?.isNull == true)
        #expect(value["b"] == nil)
        #expect(JSON.array([])["a"] == nil)
    }

    @Test("setting a key changes its value in its place and adds a new key at the end")
    func setsMembers() {
        var object: JSONObject = ["a": .integer(1), "b": .integer(2)]
        object.set("a", .bool(true))
        object.set("c", .null)
        #expect(object.members.map(\.key) == ["a", "b", "c"])
        #expect(object["a"]?.bool == true)
        object.members.removeLast()
        #expect(object == ["b": .integer(2), "a": .bool(true)])
    }

    @Test("an object built with a key twice is a fault")
    func refusesAKeyTwice() async {
        await #expect(processExitsWith: .failure) { _ = JSONObject([("a", .null), ("b", .null), ("a", .null)]) }
    }

    @Test("a value answers only to what it is")
    func answersOnlyToWhatItIs() {
        let values: [JSON] = [.null, .bool(true), .integer(1), .decimal("1.5"), .string("x"), .array([]), .object([:])]
        #expect(values.map { $0.bool != nil } == [false, true, false, false, false, false, false])
        #expect(values.map { $0.int64 != nil } == [false, false, true, false, false, false, false])
        #expect(values.map { $0.string != nil } == [false, false, false, false, true, false, false])
        #expect(values.map { $0.array != nil } == [false, false, false, false, false, true, false])
        #expect(values.map { $0.object != nil } == [false, false, false, false, false, false, true])
    }
}
