// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow} from "../IChallengeEscrow.sol";

/// @title The texts people sign, hashed as EIP-712 says
library Texts {
    bytes32 internal constant SETTLE_TYPEHASH = keccak256(
        "Settle(string title,string challenge,bytes32 deal,bytes32 final,string outcome,uint256 toCreator,uint256 toCounterparty,uint256 nonce,uint64 validUntil)"
    );
    bytes32 internal constant VOTE_TYPEHASH =
        keccak256("Vote(string title,bytes32 deal,bytes32 final,uint32 round,string outcome)");
    bytes32 internal constant SPLIT = keccak256("SPLIT");

    /// @notice The part of a Settle on which both parties must agree. Its nonce and validity follow.
    function encodeTerms(IChallengeEscrow.Settle calldata text) internal pure returns (bytes memory) {
        return abi.encode(
            SETTLE_TYPEHASH,
            keccak256(bytes(text.title)),
            keccak256(bytes(text.challenge)),
            text.deal,
            text.finalHash,
            keccak256(bytes(text.outcome)),
            text.toCreator,
            text.toCounterparty
        );
    }

    function hashSettle(IChallengeEscrow.Settle calldata text) internal pure returns (bytes32) {
        return keccak256(bytes.concat(encodeTerms(text), abi.encode(text.nonce, text.validUntil)));
    }

    function hashVote(bytes32 id, bytes32 finalHash, uint32 round, IChallengeEscrow.Outcome outcome)
        internal
        pure
        returns (bytes32)
    {
        string memory name = nameOf(outcome);
        bytes32 title = keccak256(bytes.concat("Countersign: vote for ", bytes(name)));
        return keccak256(abi.encode(VOTE_TYPEHASH, title, id, finalHash, round, keccak256(bytes(name))));
    }

    /// @notice Whether the line a wallet shows first says what the outcome below it says.
    function isTitled(IChallengeEscrow.Settle calldata text) internal pure returns (bool) {
        return keccak256(bytes(text.title)) == keccak256(bytes.concat("Countersign: end as ", bytes(text.outcome)));
    }

    function isSplit(string calldata outcome) internal pure returns (bool) {
        return keccak256(bytes(outcome)) == SPLIT;
    }

    /// @return the outcome of that name, or None
    function outcomeOf(string calldata name) internal pure returns (IChallengeEscrow.Outcome) {
        for (uint8 i = uint8(type(IChallengeEscrow.Outcome).max); i > 0; i--) {
            IChallengeEscrow.Outcome outcome = IChallengeEscrow.Outcome(i);
            if (keccak256(bytes(nameOf(outcome))) == keccak256(bytes(name))) return outcome;
        }
        return IChallengeEscrow.Outcome.None;
    }

    function nameOf(IChallengeEscrow.Outcome outcome) internal pure returns (string memory) {
        if (outcome == IChallengeEscrow.Outcome.Fulfilled) return "FULFILLED";
        if (outcome == IChallengeEscrow.Outcome.CreatorWin) return "CREATOR_WIN";
        if (outcome == IChallengeEscrow.Outcome.CounterpartyWin) return "COUNTERPARTY_WIN";
        if (outcome == IChallengeEscrow.Outcome.Draw) return "DRAW";
        if (outcome == IChallengeEscrow.Outcome.NoContest) return "NO_CONTEST";
        return "NONE";
    }
}
