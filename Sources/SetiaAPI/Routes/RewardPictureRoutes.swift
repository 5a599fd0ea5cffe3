internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension API {
    /// Pictures of rewards: put there by who may change the programme, and seen by everybody (rule W-22).
    var rewardPictureEndpoints: [Endpoint] {
        [
            Endpoint(.put, "/v1/rewards/{reward}/picture", needs: .programmeWrite, answer: putRewardPicture),
            Endpoint(.delete, "/v1/rewards/{reward}/picture", needs: .programmeWrite, answer: deleteRewardPicture),
            Endpoint(.get, "/v1/reward-pictures/{picture}", needs: nil, answer: getRewardPicture),
        ]
    }

    private func putRewardPicture(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let reward = Key(context.parameters.get("reward") ?? "")
        let bytes = try await request.bytes(upTo: RewardPicture.mostBytes)
        do {
            let picture = try await service.putRewardPicture(bytes, of: reward, by: try await caller(request))
            let address = try await service.rewardPictures().uploadedAddress(of: reward) ?? picture.path
            let body: JSON = .object([
                "height": .integer(Int64(picture.height)), "picture": .string(address),
                "reward": .string(reward.text), "width": .integer(Int64(picture.width)),
            ])
            return response(Array(body.canonical), type: "application/json")
        } catch let refusal as RewardPictureRefusal {
            switch refusal {
            case .unknownReward: throw Problem.notFound("reward")
            case .wrong(let trouble):
                throw MalformedBody(problems: [Malformed(field: "picture", reason: trouble.told)])
            }
        }
    }

    private func deleteRewardPicture(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let reward = Key(context.parameters.get("reward") ?? "")
        guard try await service.removeRewardPicture(of: reward, by: try await caller(request)) else {
            throw Problem.notFound("picture")
        }
        return Response(status: .noContent)
    }

    /// Whoever has it keeps it: another picture has another address.
    private func getRewardPicture(_ request: Request, _ context: SetiaContext) async throws -> Response {
        let address = context.parameters.get("picture") ?? ""
        guard let picture = try await service.rewardPicture(at: Key(address)) else { throw Problem.notFound("picture") }
        let tag = "\"\(address)\""
        var answer =
            request.headers[.ifNoneMatch] == tag
            ? Response(status: .notModified) : response(picture.bytes, type: "image/\(picture.kind.rawValue)")
        answer.headers[.xContentTypeOptions] = "nosniff"
        answer.headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        answer.headers[.eTag] = tag
        answer.headers[.cacheControl] = "public, max-age=31536000, immutable"
        answer.headers[.accessControlAllowOrigin] = "*"
        if let policy = HTTPField.Name("Cross-Origin-Resource-Policy") { answer.headers[policy] = "cross-origin" }
        return answer
    }
}
