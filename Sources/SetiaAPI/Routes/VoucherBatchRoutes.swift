internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Up to how many codes one answer holds; more are made while nobody waits (rule V-19).
    static let mostCodesAnswered: Int64 = 10_000

    /// Batches of codes: how far each is, its codes, and its end.
    var voucherBatchEndpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/voucher-batches", needs: .vouchersRead, answer: getVoucherBatches),
            Endpoint(.get, "/v1/voucher-batches/{batch}", needs: .vouchersRead, answer: getVoucherBatch),
            Endpoint(.get, "/v1/voucher-batches/{batch}/codes", needs: .vouchersWrite, answer: getCodes),
            Endpoint(.get, "/v1/voucher-batches/{batch}/codes.csv", needs: .vouchersWrite, answer: getCodeFile),
            Endpoint(.post, "/v1/voucher-batches/{batch}/withdraw", needs: .vouchersWrite, answer: withdrawBatch),
        ]
    }

    private func getVoucherBatches(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let batches = try await service.voucherBatches(limit: try request.limit()).batches
        return response(PageBody(items: batches.map { VoucherBatchBody($0) }, next: nil))
    }

    private func getVoucherBatch(_ request: Request, _ context: SetiaContext) async throws -> Response {
        guard let batch = try await service.voucherBatch(try context.voucherBatch()) else { throw noBatch }
        return response(VoucherBatchBody(batch))
    }

    private func getCodes(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let (limit, first) = (Int64(try request.limit()), max(0, try request.cursor("voucher-codes") ?? 0))
        let id = try context.voucherBatch()
        guard let batch = try await service.voucherBatch(id) else { throw noBatch }
        let end = first < batch.made ? min(batch.made, first + limit) : first
        guard let codes = try await service.takeVouchers(of: id, at: first..<end, by: try await caller(request)) else {
            throw noBatch
        }
        let (now, version) = (service.surroundings.now(), try await service.currentVersion())
        let words = version.map { CartWords($0, .en) }
        return response(
            PageBody(
                items: codes.map { code, stored in
                    let refusal = stored.voucher.standing(at: now)
                    return VoucherBody(
                        code: code,
                        stored.voucher,
                        refusal: refusal.map { ($0, words?.why($0) ?? $0.name) }
                    )
                },
                next: end < batch.made ? Cursor(kind: "voucher-codes", position: "\(end)") : nil
            )
        )
    }

    /// All codes of a batch, written as they are read, so that millions need no memory.
    private func getCodeFile(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.voucherBatch()
        guard let batch = try await service.beginExport(ofVouchers: id, by: try await caller(request)) else {
            throw noBatch
        }
        let service = service
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"codes-\(id.text).csv\"",
            ],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: csvRow(["code"])))
                var first: Int64 = 0
                while let codes = try service.writtenCodes(of: batch, from: first), !codes.isEmpty {
                    try await writer.write(ByteBuffer(string: codes.map { csvRow([$0]) }.joined()))
                    first += Int64(codes.count)
                }
                try await writer.finish(nil)
            }
        )
    }

    private func withdrawBatch(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let id = try context.voucherBatch()
        guard try await service.voucherBatch(id) != nil else { throw noBatch }
        _ = try await service.stopVouchers(id, by: try await caller(request))
        return Response(status: .noContent)
    }

    private var noBatch: Problem { Problem.notFound("batch of codes") }
}

extension SetiaContext {
    /// The batch of codes that the address names.
    fileprivate func voucherBatch() throws -> Identifier {
        guard let id = Identifier(text: parameters.get("batch") ?? "") else { throw Problem.notFound("batch of codes") }
        return id
    }
}

extension VoucherBatchBody {
    /// What is known of a batch.
    init(_ batch: VoucherBatch) {
        self.init(
            batch: batch.id,
            promotion: batch.promotion,
            asked: batch.asked,
            made: batch.made,
            state: batch.state.rawValue,
            prefix: batch.prefix,
            createdAt: batch.createdAt,
            finishedAt: batch.finishedAt,
            validUntil: batch.validUntil,
            stoppedAt: batch.stoppedAt
        )
    }
}
