// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IChallengeEscrow} from "../IChallengeEscrow.sol";

/// @title Who is drawn from a roster, attempt by attempt
library Draw {
    function seedOf(bytes32 id, bytes32 root, bytes32 blockHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(id, root, blockHash));
    }

    /// @return a number below `totalWeight`
    function numberOf(bytes32 seed, uint32 round, uint32 attempt, uint256 totalWeight) internal pure returns (uint256) {
        return uint256(keccak256(abi.encodePacked(seed, round, attempt))) % totalWeight;
    }

    function isDrawn(IChallengeEscrow.Leaf calldata leaf, uint256 number) internal pure returns (bool) {
        return number >= leaf.weightBefore && number - leaf.weightBefore < leaf.weight;
    }

    /// @notice Leaves are hashed twice, so that no inner node of the tree passes for one.
    function isInRoster(IChallengeEscrow.Leaf calldata leaf, bytes32[] calldata proof, bytes32 root)
        internal
        pure
        returns (bool)
    {
        bytes memory row = abi.encode(leaf.index, leaf.member, leaf.weightBefore, leaf.weight);
        return MerkleProof.verifyCalldata(proof, root, keccak256(bytes.concat(keccak256(row))));
    }

    function includes(address[] memory list, address account) internal pure returns (bool) {
        for (uint256 i = 0; i < list.length; i++) {
            if (list[i] == account) return true;
        }
        return false;
    }
}
