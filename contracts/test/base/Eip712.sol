// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow} from "../../src/IChallengeEscrow.sol";

/// @title What people sign, hashed here a second time
/// @notice Written from docs of the formats and not from the contract, so that both must be right to agree.
library Eip712 {
    string private constant DOMAIN =
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    string private constant UNBONDED_DOMAIN = "EIP712Domain(string name,string version,uint256 chainId)";
    string private constant SETTLE =
        "Settle(string title,string challenge,bytes32 deal,bytes32 final,string outcome,uint256 toCreator,uint256 toCounterparty,uint256 nonce,uint64 validUntil)";
    string private constant VOTE = "Vote(string title,bytes32 deal,bytes32 final,uint32 round,string outcome)";

    function domain(uint256 chainId, address escrow) internal pure returns (bytes32) {
        return
            keccak256(abi.encode(keccak256(bytes(DOMAIN)), keccak256("Countersign"), keccak256("1"), chainId, escrow));
    }

    function unbondedDomain(uint256 chainId) internal pure returns (bytes32) {
        return
            keccak256(abi.encode(keccak256(bytes(UNBONDED_DOMAIN)), keccak256("Countersign"), keccak256("1"), chainId));
    }

    function digest(bytes32 separator, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }

    function hash(IChallengeEscrow.Settle memory text) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(bytes(SETTLE)),
                keccak256(bytes(text.title)),
                keccak256(bytes(text.challenge)),
                text.deal,
                text.finalHash,
                keccak256(bytes(text.outcome)),
                text.toCreator,
                text.toCounterparty,
                text.nonce,
                text.validUntil
            )
        );
    }

    function hashVote(bytes32 deal, bytes32 finalHash, uint32 round, IChallengeEscrow.Outcome outcome)
        internal
        pure
        returns (bytes32)
    {
        string memory word = wordOf(outcome);
        string memory title = string.concat("Countersign: vote for ", word);
        return keccak256(
            abi.encode(keccak256(bytes(VOTE)), keccak256(bytes(title)), deal, finalHash, round, keccak256(bytes(word)))
        );
    }

    function wordOf(IChallengeEscrow.Outcome outcome) internal pure returns (string memory) {
        if (outcome == IChallengeEscrow.Outcome.Fulfilled) return "FULFILLED";
        if (outcome == IChallengeEscrow.Outcome.CreatorWin) return "CREATOR_WIN";
        if (outcome == IChallengeEscrow.Outcome.CounterpartyWin) return "COUNTERPARTY_WIN";
        if (outcome == IChallengeEscrow.Outcome.Draw) return "DRAW";
        if (outcome == IChallengeEscrow.Outcome.NoContest) return "NO_CONTEST";
        revert("no word for this outcome");
    }
}
