import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("Laws of taking events")
struct EventLawTests {
    @Test("an event that is written and read is the same event, with what is personal apart", arguments: 0..<100)
    func roundTrip(seed: UInt64) throws {
        var events = RandomEvents(seed: seed)
        for _ in 0..<10 {
            let (parsed, json) = try events.next()
            #expect(try parseEvent(JSON.parse(json.canonical)) == parsed)
        }
    }

    @Test(
        "2000 texts with some bytes changed are taken or refused, and none brings the reader down",
        arguments: 0..<200
    )
    func survivesMutation(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var events = RandomEvents(seed: seed)
        for _ in 0..<10 {
            var bytes = try events.next().json.canonical
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("{}[]:,\"-0.9enu\\".utf8).randomElement(using: &random) ?? 0, at: place)
                default:
                    let end = min(bytes.count, place + 20)
                    bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
                }
            }
            guard let json = try? JSON.parse(bytes) else { continue }
            do throws(MalformedEvent) {
                _ = try parseEvent(json)
            } catch {
                #expect(!error.problems.isEmpty)
            }
        }
    }

    @Test("any value in the place of any other is taken or refused by its field", arguments: 0..<50)
    func survivesOtherKinds(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var events = RandomEvents(seed: seed)
        let others: [JSON] = [.null, .bool(true), 0, -1, .decimal("1e400"), "", "\u{0}", [], [[]], [:], ["a": [:]]]
        for _ in 0..<10 {
            let json = try events.next().json
            let changed = json.changing(by: &random, others)
            do throws(MalformedEvent) {
                _ = try parseEvent(changed)
            } catch {
                for problem in error.problems { #expect(!problem.reason.isEmpty) }
            }
        }
    }
}

extension JSON {
    /// The value with one value in it, or itself, replaced.
    fileprivate func changing(by random: inout SplitMix64, _ others: [JSON]) -> JSON {
        switch self {
        case .object(var object) where !object.members.isEmpty && Int.random(in: 0..<5, using: &random) > 0:
            let place = Int.random(in: 0..<object.members.count, using: &random)
            let member = object.members[place]
            object.set(member.key, member.value.changing(by: &random, others))
            return .object(object)
        case .array(var elements) where !elements.isEmpty && Int.random(in: 0..<5, using: &random) > 0:
            let place = Int.random(in: 0..<elements.count, using: &random)
            elements[place] = elements[place].changing(by: &random, others)
            return .array(elements)
        default: return others.randomElement(using: &random) ?? .null
        }
    }
}
