// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OwnerWallet} from "./OwnerWallet.sol";

/// @title Makes wallets at addresses known before they exist (ERC-6492)
contract WalletFactory {
    function create(address owner, bytes32 salt) external returns (OwnerWallet) {
        return new OwnerWallet{salt: salt}(owner);
    }

    function addressOf(address owner, bytes32 salt) external view returns (address) {
        bytes32 codeHash = keccak256(abi.encodePacked(type(OwnerWallet).creationCode, abi.encode(owner)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, codeHash)))));
    }
}
