// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IChallengeEscrow} from "../../src/IChallengeEscrow.sol";

/// @title A roster and its tree, built as OpenZeppelin's StandardMerkleTree builds it
library Roster {
    function hash(IChallengeEscrow.Leaf memory row) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(row.index, row.member, row.weightBefore, row.weight))));
    }

    function rows(address[] memory members, uint256[] memory weights)
        internal
        pure
        returns (IChallengeEscrow.Leaf[] memory list, uint256 totalWeight)
    {
        list = new IChallengeEscrow.Leaf[](members.length);
        for (uint256 i = 0; i < members.length; i++) {
            list[i] = IChallengeEscrow.Leaf(i, members[i], totalWeight, weights[i]);
            totalWeight += weights[i];
        }
    }

    /// Node 0 is the root, node i has the children 2i + 1 and 2i + 2, the sorted leaves stand at the end in reverse.
    function tree(IChallengeEscrow.Leaf[] memory list) internal pure returns (bytes32[] memory nodes) {
        nodes = new bytes32[](2 * list.length - 1);
        bytes32[] memory leaves = new bytes32[](list.length);
        for (uint256 i = 0; i < list.length; i++) {
            _insert(leaves, i, hash(list[i]));
        }
        for (uint256 i = 0; i < list.length; i++) {
            nodes[nodes.length - 1 - i] = leaves[i];
        }
        for (uint256 i = list.length - 1; i > 0; i--) {
            nodes[i - 1] = _pair(nodes[2 * i - 1], nodes[2 * i]);
        }
    }

    function proof(bytes32[] memory nodes, bytes32 leaf) internal pure returns (bytes32[] memory path) {
        uint256 place = nodes.length / 2;
        while (nodes[place] != leaf) place++;

        uint256 length = 0;
        for (uint256 i = place; i > 0; i = (i - 1) / 2) {
            length++;
        }
        path = new bytes32[](length);
        for (uint256 step = 0; place > 0; step++) {
            path[step] = nodes[place % 2 == 1 ? place + 1 : place - 1];
            place = (place - 1) / 2;
        }
    }

    function rowAt(IChallengeEscrow.Leaf[] memory list, uint256 drawn)
        internal
        pure
        returns (IChallengeEscrow.Leaf memory)
    {
        for (uint256 i = 0; i < list.length; i++) {
            if (drawn < list[i].weightBefore + list[i].weight) return list[i];
        }
        revert("drawn beyond the roster");
    }

    function _insert(bytes32[] memory sorted, uint256 count, bytes32 leaf) private pure {
        uint256 place = count;
        for (; place > 0 && sorted[place - 1] > leaf; place--) {
            sorted[place] = sorted[place - 1];
        }
        sorted[place] = leaf;
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
