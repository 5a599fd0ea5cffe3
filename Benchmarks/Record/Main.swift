import Foundation
import SetiaCore
import SetiaServer
import SetiaService
import SetiaWire

// How many events a second are recorded without HTTP: prepared, decided and committed in batches on a SQLite file.
//
//   swift run -c release RecordBenchmark [EVENTS] [MEMBERS] [BATCH] [PROGRAMME]

@main
enum RecordBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().map { $0 }
        func number(_ place: Int, _ otherwise: Int) -> Int {
            arguments.indices.contains(place) ? Int(arguments[place]) ?? otherwise : otherwise
        }
        let (events, members, batch) = (number(0, 100_000), number(1, 20_000), number(2, 500))
        let programme = arguments.count > 3 ? arguments[3] : "examples/kopi-setia.yaml"

        let folder = FileManager.default.temporaryDirectory.appending(path: "setia-record-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "bench.db").path
        let brand = try await Brand.open(DatabaseLocation(path), keys: nil, mayCreate: true)
        let service = brand.service
        _ = try await service.publishProgramme(try String(contentsOfFile: programme, encoding: .utf8))

        try await record(members, members, 1_000, service, prefix: "first")
        for round in 1...5 {
            let seconds = try await record(events, members, batch, service, prefix: "round\(round)")
            print("round \(round): \(Int(Double(events) / seconds)) events/s")
        }
        try await brand.close()
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        print("\(size / (members + 5 * events)) bytes on disk per event")
    }

    @discardableResult
    private static func record(
        _ count: Int,
        _ members: Int,
        _ batch: Int,
        _ service: SetiaService,
        prefix: String
    ) async throws -> Double {
        let began = ContinuousClock.now
        var place = 0
        while place < count {
            let end = min(count, place + batch)
            let prepared = try (place..<end).map { number in
                service.prepare(try intake(number, member: (number &* 7_919) % members, prefix, service))
            }
            for outcome in try await service.record(prepared) {
                switch outcome {
                case .recorded: break
                case .refused(let refusal): throw refusal
                case .kept: throw StoreFailure(kind: .other, message: "it waits for somebody")
                case .failed(let error): throw error
                }
            }
            place = end
        }
        let took = began.duration(to: .now)
        return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
    }

    private static func intake(_ number: Int, member: Int, _ prefix: String, _ service: SetiaService) throws -> Intake {
        let lines = (0...(number % 3)).map { line in
            Order.Line(sku: "latte", net: Int64(500 + (number * 37 + line * 911) % 9_000), categories: ["coffee"])
        }
        let order = Order(id: Key("\(prefix)-\(number)"), currency: try Currency("MYR"), lines: lines)
        guard let order else { preconditionFailure("no order") }
        return Intake(
            event: Event(
                source: "till/1",
                id: Key("\(prefix)-\(number)"),
                occurredAt: service.surroundings.now(),
                matter: .orderPaid(order)
            ),
            who: .identity(try Identity(kind: .card, text: "bench-\(member)"))
        )
    }
}
