// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract wallet that fails whenever it is asked
contract RevertingWallet {
    error NotToday();

    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        revert NotToday();
    }
}
